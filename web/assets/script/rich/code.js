// Code blocks: the button asks for the language.
import { codeBlock, isIn } from './commands.js'
import { ask } from './dialog.js'

export async function askLanguage(view) {
  const within = isIn('code_block')(view.state)
  const { $from } = view.state.selection
  const got = await ask({
    title: within ? 'Change the code block' : 'Make a code block',
    fields: [{ name: 'language', label: 'Language', value: within ? $from.parent.attrs.language : '', hint: 'Like html or json. Leave it empty for plain text.' }],
    submit: within ? 'Change' : 'Make it one',
    actions: within ? [{ name: 'text', label: 'Make it text again' }] : [],
    check: ({ language }) => /^[\w+#.-]*$/.test(language) ? null : { name: 'language', text: 'A language is one word.' },
  })
  view.focus()
  if (!got) return
  if (!within || got.action === 'text') codeBlock(view.state, view.dispatch)
  if (got.action === 'text' || !isIn('code_block')(view.state)) return
  view.dispatch(view.state.tr.setNodeAttribute(view.state.selection.$from.before(), 'language', got.language))
}
