// What Fedify's vocabulary has read of a document, as plain JSON. Everything
// that the document holds is asked for, so that a property which Fedify cannot
// read is an error here.

import { Activity, Collection, isActor, Link } from "@fedify/fedify";

const text = (value) => value?.toString() ?? null;
const href = (url) => (url instanceof Link ? url.href?.href : url?.href) ?? null;
const hrefs = (urls) => urls.map(href);
const language = (value) => ({ text: text(value), language: value.language?.compact() ?? "" });

// all collects what a property of several values holds, without going to other
// addresses for it.
async function all(values) {
  const list = [];
  for await (const value of values) list.push(value);
  return list;
}

// describe is an object or activity, with what is embedded in it.
export async function describe(thing, context) {
  if (thing instanceof Link) return link(thing);
  const common = {
    type: thing.constructor.name, id: href(thing.id), name: text(thing.name), summary: text(thing.summary),
    url: hrefs(thing.urls), to: hrefs(thing.toIds), cc: hrefs(thing.ccIds),
  };
  if (thing instanceof Activity) return { ...common, ...(await activity(thing, context)) };
  if (thing instanceof Collection) return { ...common, total: thing.totalItems };
  if (isActor(thing)) return { ...common, ...(await actor(thing, context)) };
  return { ...common, ...(await object(thing, context)) };
}

async function activity(thing, context) {
  const embedded = await thing.getObject({ ...context, suppressError: false });
  return {
    actor: href(thing.actorId), object: embedded ? await describe(embedded, context) : { id: href(thing.objectId) },
    published: text(thing.published),
  };
}

async function object(thing, context) {
  const locations = await all(thing.getLocations(context));
  const images = await all(thing.getImages(context));
  const attachments = await all(thing.getAttachments(context));
  return {
    content: text(thing.content), contents: thing.contents.map(language), mediaType: thing.mediaType,
    attributedTo: hrefs(thing.attributionIds), inReplyTo: href(thing.replyTargetId), context: hrefs(thing.contextIds),
    published: text(thing.published), updated: text(thing.updated), sensitive: thing.sensitive,
    start: text(thing.startTime), end: text(thing.endTime), locations: locations.map((place) => text(place.name)),
    replies: href(thing.repliesId), likes: href(thing.likesId), shares: href(thing.sharesId),
    tags: (await all(thing.getTags(context))).map(link),
    images: images.map(picture), attachments: attachments.map(picture),
  };
}

const link = (tag) => ({ type: tag.constructor.name, name: text(tag.name), href: href(tag.href ?? tag.id) });

const picture = (image) => ({
  type: image.constructor.name, name: text(image.name), mediaType: image.mediaType,
  url: image instanceof Link ? href(image) : href(image.url), width: image.width ?? null, height: image.height ?? null,
});

async function actor(thing, context) {
  const icon = await thing.getIcon(context);
  const keys = await all(thing.getPublicKeys(context));
  const multikeys = await all(thing.getAssertionMethods(context));
  return {
    username: text(thing.preferredUsername), inbox: href(thing.inboxId), outbox: href(thing.outboxId),
    followers: href(thing.followersId), following: href(thing.followingId), featured: href(thing.featuredId),
    featuredTags: href(thing.featuredTagsId), sharedInbox: href(thing.endpoints?.sharedInbox), icon: icon ? picture(icon) : null,
    keys: keys.map((key) => ({ id: href(key.id), owner: href(key.ownerId), algorithm: key.publicKey.algorithm.name })),
    multikeys: multikeys.map((key) => ({ id: href(key.id), owner: href(key.controllerId), algorithm: key.publicKey.algorithm.name })),
    attachments: (await all(thing.getAttachments(context))).map((field) => ({ name: text(field.name), value: text(field.value) })),
  };
}
