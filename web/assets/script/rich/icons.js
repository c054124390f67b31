// The signs on the buttons of the editor, drawn with lines in a square of 24.
const lines = {
  link: 'M10 14a4 4 0 0 0 6 .5l3-3a4.2 4.2 0 0 0-6-6l-1.500 1.500M14 10a4 4 0 0 0-6-.5l-3 3a4.200 4.200 0 0 0 6 6l1.500-1.500',
  bullets: 'M9 6h11M9 12h11M9 18h11M4.500 6h.01M4.500 12h.01M4.500 18h.01',
  numbers: 'M10 6h10M10 12h10M10 18h10M4 4.500l1.500-.7V9M3.700 14.500c.6-1.500 2.800-1 2.500.4-.2 1-2.500 2-2.500 3.100h2.800',
  quote: 'M6 17c2 0 3.500-2 3.500-5V7H4v5h3M16 17c2 0 3.500-2 3.500-5V7H14v5h3',
  code: 'M9 8l-4 4 4 4M15 8l4 4-4 4',
  codeblock: 'M4 5h16v14H4zM10 9.500 7.500 12l2.500 2.500M14 9.500l2.500 2.500-2.500 2.500',
  table: 'M4 5h16v14H4zM4 10h16M4 14.500h16M10 5v14M15 5v14',
  picture: 'M4 5h16v14H4zM4 16l4.500-4.500 4 4 2.500-2.500 5 5M15.500 9h.01',
  gallery: 'M4 8h12v12H4zM8 8V4h12v12h-4M4 17l3.500-3.500L11 17l2-2 3 3',
  file: 'M7 3.500h7l4 4v13H7zM14 3.500v4h4M10 12h5M10 16h5',
  embed: 'M4 5h16v14H4zM10.500 9.500v5l4-2.500z',
  divider: 'M4 12h16',
  undo: 'M8 5 4 9l4 4M4 9h9a6 6 0 0 1 0 12h-2',
  redo: 'M16 5l4 4-4 4M20 9h-9a6 6 0 0 0 0 12h2',
  help: 'M9 9a3 3 0 1 1 4.500 2.600c-1 .6-1.500 1.200-1.500 2.400M12 17.500h.01',
}

export function icon(name) {
  const space = 'http://www.w3.org/2000/svg'
  const svg = document.createElementNS(space, 'svg')
  for (const [key, value] of Object.entries({ viewBox: '0 0 24 24', width: 20, height: 20, 'aria-hidden': 'true', focusable: 'false', class: 'rich-icon' })) {
    svg.setAttribute(key, value)
  }
  const path = document.createElementNS(space, 'path')
  path.setAttribute('d', lines[name])
  svg.append(path)
  return svg
}
