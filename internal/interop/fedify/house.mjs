// The house: anna's server as Fedify sees it, with all that it keeps in memory.

import {
  Accept, Activity, Article, createFederation, Endpoints, Event, Follow,
  generateCryptoKeyPair, isActor, MemoryKvStore, Note, Person, Undo,
} from "@fedify/fedify";
import { describe } from "./describe.mjs";

const name = "anna";

// Names that Fedify has for the schemes.
const specs = { "draft-cavage": "draft-cavage-http-signatures-12", rfc9421: "rfc9421" };

// newKeys makes the key of each kind that anna signs with. RSA has 2048 bits,
// as most of the fediverse does; Fedify's own function takes twice that.
async function newKeys() {
  const rsa = await crypto.subtle.generateKey(
    { name: "RSASSA-PKCS1-v1_5", modulusLength: 2048, publicExponent: new Uint8Array([1, 0, 1]), hash: "SHA-256" },
    true, ["sign", "verify"],
  );
  return [rsa, await generateCryptoKeyPair("Ed25519")];
}

// openHouse makes the server for an origin. Its context is for what anna does
// of her own accord.
export async function openHouse(origin, scheme) {
  const house = { origin, name, notes: new Map(), outbox: [], followers: new Map(), count: 0 };
  const keys = await newKeys();
  const federation = createFederation({
    kv: new MemoryKvStore(), origin, allowPrivateAddress: true, firstKnock: specs[scheme],
  });
  federation
    .setActorDispatcher("/people/{identifier}", (context, identifier) => person(context, identifier))
    .setKeyPairsDispatcher((_, identifier) => (identifier === name ? keys : []));
  federation.setOutboxDispatcher("/people/{identifier}/outbox", () => ({ items: [...house.outbox].reverse() }));
  federation.setFollowersDispatcher("/people/{identifier}/followers", () => ({ items: [...house.followers.values()] }));
  federation.setObjectDispatcher(Follow, "/follows/{id}", (context, { id }) =>
    house.outbox.find((sent) => sent.id.href === context.getObjectUri(Follow, { id }).href) ?? null);
  for (const [kind, path] of [[Note, "/notes/{id}"], [Article, "/articles/{id}"], [Event, "/events/{id}"]]) {
    federation.setObjectDispatcher(kind, path, (context, { id }) => {
      const note = house.notes.get(context.getObjectUri(kind, { id }).href);
      return note instanceof kind ? note : null;
    });
  }
  federation
    .setInboxListeners("/people/{identifier}/inbox", "/inbox")
    .on(Activity, (context, activity) => hear(house, context, activity))
    .onError((context, error) => { context.data.error = String(error.stack ?? error); })
    .setSharedKeyDispatcher(() => ({ identifier: name }));
  house.federation = federation;
  house.context = federation.createContext(new URL(origin), {});
  house.actor = house.context.getActorUri(name);
  return house;
}

async function person(context, identifier) {
  if (identifier !== name) return null;
  const keys = await context.getActorKeyPairs(identifier);
  return new Person({
    id: context.getActorUri(identifier), preferredUsername: name, name: "Anna Reader", summary: "<p>Reads the news.</p>",
    url: context.getActorUri(identifier), manuallyApprovesFollowers: false,
    inbox: context.getInboxUri(identifier), outbox: context.getOutboxUri(identifier),
    followers: context.getFollowersUri(identifier), endpoints: new Endpoints({ sharedInbox: context.getInboxUri() }),
    publicKey: keys[0].cryptographicKey, assertionMethods: keys.map((key) => key.multikey),
  });
}

// hear takes an activity that Fedify has proven to be its actor's: it is
// described for the test, and one who asks to follow is welcome.
async function hear(house, context, activity) {
  context.data.heard = await describe(activity, context);
  if (activity instanceof Follow) {
    const follower = await activity.getActor(context);
    if (!isActor(follower)) throw new Error(`${activity.actorId} is no actor`);
    house.followers.set(follower.id.href, follower);
    await context.sendActivity({ identifier: name }, follower, new Accept({
      id: new URL(`/accepts/${++house.count}`, house.origin), actor: house.actor, object: activity,
    }), { immediate: true });
  } else if (activity instanceof Undo && await activity.getObject(context) instanceof Follow) {
    house.followers.delete(activity.actorId.href);
  }
}
