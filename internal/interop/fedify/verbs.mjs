// What a test may have anna do. Each verb takes the house and its arguments, and
// answers what is to be known of it.

import {
  Activity, Announce, Article, Collection, Create, Delete, Event, Follow, isActor, Like, Mention, Note, PUBLIC_COLLECTION,
  Place, Tombstone, Undo, Update, verifyObject,
} from "@fedify/fedify";
import { Temporal } from "@js-temporal/polyfill";
import { describe } from "./describe.mjs";

// look fetches a document and has Fedify read it; there must be one.
async function look(house, id) {
  const found = await house.context.lookupObject(id, { documentLoader: await house.context.getDocumentLoader({ identifier: house.name }) });
  if (found == null) throw new Error(`Fedify finds nothing at ${id}`);
  return found;
}

const mint = (house, path) => new URL(`/${path}/${++house.count}`, house.origin);

// send delivers an activity, which anna remembers, and answers its address.
async function send(house, to, activity, shared = false) {
  house.outbox.push(activity);
  await house.context.sendActivity({ identifier: house.name }, to, activity, { immediate: true, preferSharedInbox: shared });
  return activity.id.href;
}

// ownerOf is the actor to whom an object is attributed.
async function ownerOf(house, object) {
  const owner = await look(house, object.attributionId);
  if (!isActor(owner)) throw new Error(`${object.id} is nobody's`);
  return owner;
}

// react sends an activity about somebody's object to its author.
async function react(house, Kind, id) {
  const object = await look(house, id);
  return send(house, await ownerOf(house, object), new Kind({
    id: mint(house, "activities"), actor: house.actor, object: object.id, to: PUBLIC_COLLECTION, cc: object.attributionId,
  }));
}

// Where what anna publishes for her followers lives, by its form.
const forms = { Article: [Article, "articles"], Event: [Event, "events"] };

export const verbs = {
  // webfinger looks a handle up and reads the actor that it names.
  async webfinger(house, { handle }) {
    const found = await house.context.lookupWebFinger(`acct:${handle.replace(/^@/, "")}`);
    if (found == null) throw new Error(`WebFinger does not know ${handle}`);
    return { subject: found.subject, links: found.links, actor: await describe(await look(house, handle), house.context) };
  },

  // read has Fedify read the document at an address.
  async read(house, { id }) {
    return describe(await look(house, id), house.context);
  },

  // list has Fedify walk through all pages of a collection.
  async list(house, { id }) {
    const collection = await look(house, id);
    if (!(collection instanceof Collection)) throw new Error(`${id} is a ${collection.constructor.name}`);
    const items = [];
    for await (const item of house.context.traverseCollection(collection)) items.push(await describe(item, house.context));
    return { ...(await describe(collection, house.context)), items };
  },

  // believe tells whether the proof inside of an activity is its actor's.
  async believe(house, { document }) {
    return (await verifyObject(Activity, document, house.context)) != null;
  },

  async follow(house, { actor }) {
    return send(house, await look(house, actor), new Follow({ id: mint(house, "follows"), actor: house.actor, object: new URL(actor) }));
  },

  // reply answers somebody's object, in public, with a mention of its author.
  async reply(house, { to, words }) {
    const above = await look(house, to);
    const owner = await ownerOf(house, above);
    const note = new Note({
      id: mint(house, "notes"), attribution: house.actor, content: `<p>${words}</p>`, replyTarget: above.id,
      to: PUBLIC_COLLECTION, cc: owner.id, published: Temporal.Now.instant(),
      tags: [new Mention({ href: owner.id, name: `@${owner.preferredUsername}` })],
    });
    house.notes.set(note.id.href, note);
    await send(house, owner, new Create({
      id: new URL(`${note.id.href}#create`), actor: house.actor, object: note, to: PUBLIC_COLLECTION, cc: owner.id,
    }), true);
    return note.id.href;
  },

  // edit changes the words of a note of anna's, and tells who was told of it.
  async edit(house, { note: id, words }) {
    const note = house.notes.get(id).clone({ content: `<p>${words}</p>`, updated: Temporal.Now.instant() });
    house.notes.set(id, note);
    return send(house, await look(house, note.ccId), new Update({
      id: mint(house, "activities"), actor: house.actor, object: note, to: PUBLIC_COLLECTION, cc: note.ccId,
    }));
  },

  async remove(house, { note: id }) {
    const note = house.notes.get(id);
    house.notes.delete(id);
    return send(house, await look(house, note.ccId), new Delete({
      id: mint(house, "activities"), actor: house.actor, object: new Tombstone({ id: note.id }), to: PUBLIC_COLLECTION, cc: note.ccId,
    }), true);
  },

  async like(house, { object }) {
    return react(house, Like, object);
  },

  async announce(house, { object }) {
    return react(house, Announce, object);
  },

  // undo takes back a follow, like or share.
  async undo(house, { activity: id }) {
    const activity = house.outbox.find((sent) => sent.id.href === id);
    if (!(activity instanceof Activity)) throw new Error(`anna has not sent ${id}`);
    const target = activity instanceof Follow ? activity.objectId : activity.ccId;
    return send(house, await look(house, target), new Undo({ id: mint(house, "activities"), actor: house.actor, object: activity, to: activity.toId }));
  },

  // publish tells anna's followers of an Article or an Event.
  async publish(house, { form, name, words, start }) {
    const [Kind, path] = forms[form];
    const more = start ? { startTime: Temporal.Instant.from(start), location: new Place({ name: "Library" }) } : {};
    const item = new Kind({
      id: mint(house, path), attribution: house.actor, name, content: `<p>${words}</p>`, published: Temporal.Now.instant(),
      url: new URL(`/read/${house.count}`, house.origin), to: PUBLIC_COLLECTION, cc: house.context.getFollowersUri(house.name), ...more,
    });
    house.notes.set(item.id.href, item);
    await send(house, [...house.followers.values()], new Create({
      id: new URL(`${item.id.href}#create`), actor: house.actor, object: item, to: PUBLIC_COLLECTION, cc: item.ccId,
    }));
    return item.id.href;
  },

  // withdraw takes back what was published.
  async withdraw(house, { object: id }) {
    house.notes.delete(id);
    return send(house, [...house.followers.values()], new Delete({
      id: mint(house, "activities"), actor: house.actor, object: new Tombstone({ id: new URL(id) }), to: PUBLIC_COLLECTION,
    }));
  },
};
