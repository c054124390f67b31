
			INSERT INTO pages (slug, title, body, html, position) VALUES ($1, $2, $3, $4, $5)
			ON CONFLICT (slug) DO NOTHING
---

			INSERT INTO people_keys (key_id, owner, pem) VALUES ($1, $2, $3)
			ON CONFLICT (key_id) DO UPDATE SET owner = EXCLUDED.owner, pem = EXCLUDED.pem, fetched_at = now()
---

			INSERT INTO post_tags (post_id, key, label, position) VALUES ($1, $2, $3, $4)
			ON CONFLICT DO NOTHING
---

			INSERT INTO report_subjects (report_id, uri, comment_id, post_id) VALUES ($1, $2, $3, $4)
			ON CONFLICT DO NOTHING
---

			SELECT EXISTS (SELECT FROM authors WHERE slug = $1 AND id IS DISTINCT FROM $2::uuid)
---

			SELECT EXISTS (SELECT FROM posts WHERE slug = $1 AND id IS DISTINCT FROM $2::uuid)
				OR EXISTS (SELECT FROM old_slugs WHERE slug = $1 AND post_id IS DISTINCT FROM $2::uuid)
---

			UPDATE comments c SET verdict = 'held', reason = '', decided_at = NULL, decided_by = NULL, earlier_verdict = NULL
			FROM people pe WHERE pe.uri = c.person_uri AND c.verdict = 'approved' AND $1 = ANY (domains_of(pe.host))
---

		DELETE FROM ceremonies WHERE key_hash = $1 AND kind = $2 AND expires_at > $3
		RETURNING key_hash, kind, COALESCE(editor_id::text, '') AS editor_id, state, expires_at
---

		DELETE FROM farewells WHERE person_uri IN (
			SELECT person_uri FROM farewells ORDER BY since, person_uri LIMIT $1 FOR UPDATE SKIP LOCKED)
		RETURNING person_uri, follow_id, since
---

		DELETE FROM openings WHERE coalesce(seen_at, opened_at) < $1
			AND NOT EXISTS (SELECT FROM working_copies c WHERE c.id = openings.id)
---

		DELETE FROM openings WHERE id = $1 AND editor_id = $2
			AND NOT EXISTS (SELECT FROM working_copies c WHERE c.id = openings.id AND c.ended_at IS NULL)
---

		DELETE FROM reactions
		WHERE person_uri = $1 AND kind = $2 AND (activity_id = $3 OR ($3 = '' OR NOT EXISTS (
				SELECT FROM reactions WHERE activity_id = $3 AND person_uri = $1))
			AND post_id IS NOT DISTINCT FROM $4::uuid AND comment_id IS NOT DISTINCT FROM $5::uuid)
		RETURNING COALESCE(post_id::text, '') AS post_id, COALESCE(comment_id::text, '') AS comment_id
---

		DELETE FROM stamps WHERE uri = $1 AND person_uri = $2
		RETURNING id, COALESCE(post_id::text, '') AS post_id
---

		DELETE FROM stamps WHERE uri = $1 AND person_uri = $2 AND kind = 'quote' AND target <> $3 AND revoked_at IS NULL
		RETURNING id, COALESCE(post_id::text, '') AS post_id
---

		DELETE FROM working_copies WHERE id IN (
			SELECT id FROM working_copies WHERE editor_id = $1 AND ended_at IS NULL ORDER BY kept_at DESC OFFSET $2
		)
---

		INSERT INTO actor_keys (key_id, actor, algorithm, private_key) VALUES ($1, $2, $3, $4)
---

		INSERT INTO actor_keys (key_id, actor, algorithm, private_key) VALUES ($1, $2, $3, $4)
		ON CONFLICT DO NOTHING
---

		INSERT INTO aliases (place, uri, handle)
		SELECT min(n), $1, $2 FROM generate_series(1, $3::int) AS n
		WHERE NOT EXISTS (SELECT FROM aliases WHERE place = n)
		HAVING min(n) IS NOT NULL
---

		INSERT INTO authenticators (editor_id, secret) VALUES ($1, $2)
		ON CONFLICT (editor_id) DO UPDATE SET secret = EXCLUDED.secret, created_at = now(), last_step = 0
		WHERE authenticators.confirmed_at IS NULL
		RETURNING editor_id
---

		INSERT INTO authors (id, slug, name, guest, bio, handle, url)
		VALUES (COALESCE($1::uuid, gen_random_uuid()), $2, $3, $4, $5, $6, $7)
		ON CONFLICT (id) DO UPDATE SET slug = EXCLUDED.slug, name = EXCLUDED.name, guest = EXCLUDED.guest,
			bio = EXCLUDED.bio, handle = EXCLUDED.handle, url = EXCLUDED.url
		RETURNING id
---

		INSERT INTO block_list_entries AS e (list_id, host, severity, reason)
		SELECT $1, said.host, said.severity, said.reason FROM unnest($2::text[], $3::text[], $4::text[]) AS said (host, severity, reason)
		ON CONFLICT (list_id, host) DO UPDATE SET severity = EXCLUDED.severity, reason = EXCLUDED.reason, listed = true,
			standing = CASE WHEN e.standing = 'refused' OR e.listed AND e.severity = EXCLUDED.severity THEN e.standing ELSE 'new' END
---

		INSERT INTO block_lists (url, every, since, next_at) VALUES ($1, $2, $3, $3)
		ON CONFLICT (url) DO UPDATE SET every = EXCLUDED.every,
			next_at = least(block_lists.next_at, EXCLUDED.next_at + make_interval(secs => EXCLUDED.every))
		RETURNING id, xmax = 0 AS fresh
---

		INSERT INTO ceremonies (key_hash, kind, editor_id, state, expires_at) VALUES ($1, $2, $3, $4, $5)
		ON CONFLICT (key_hash) DO UPDATE
		SET kind = EXCLUDED.kind, editor_id = EXCLUDED.editor_id, state = EXCLUDED.state, expires_at = EXCLUDED.expires_at
---

		INSERT INTO changes (editor_id, verb, subject, subject_id, post_id, reason, object)
		VALUES ($1, $2, $3, $4, $5, $6, $7)
		RETURNING id
---

		INSERT INTO daily_counts (day, followers, delivered, failed, reckoned)
		SELECT span.day, (SELECT count(*) FROM followers WHERE since < span.ended), ends.delivered, ends.failed, true
		FROM (
			SELECT g.day::date AS day, g.day::date::timestamp AT TIME ZONE $2 AS began,
				(g.day::date + 1)::timestamp AT TIME ZONE $2 AS ended
			FROM generate_series(
				greatest($1::date - $3::int, (SELECT (least(
					(SELECT min(since) FROM followers), (SELECT min(published_at) FROM posts)) AT TIME ZONE $2)::date)),
				$1::date - 1, interval '1 day') AS g (day)
			WHERE NOT EXISTS (SELECT FROM daily_counts c WHERE c.day = g.day::date)
				AND (EXISTS (SELECT FROM followers) OR EXISTS (SELECT FROM posts WHERE published_at IS NOT NULL))
		) span, 
	LATERAL (SELECT count(*) FILTER (WHERE d.state = 'delivered') AS delivered,
		count(*) FILTER (WHERE d.state = 'failed') AS failed
		FROM deliveries d WHERE d.done_at >= span.began AND d.done_at < span.ended) ends
		ON CONFLICT (day) DO NOTHING
---

		INSERT INTO daily_counts (day, followers, delivered, failed, reckoned)
		SELECT span.day, (SELECT count(*) FROM followers), ends.delivered, ends.failed, false
		FROM (SELECT $1::date AS day, $1::date::timestamp AT TIME ZONE $2 AS began,
			($1::date + 1)::timestamp AT TIME ZONE $2 AS ended) span, 
	LATERAL (SELECT count(*) FILTER (WHERE d.state = 'delivered') AS delivered,
		count(*) FILTER (WHERE d.state = 'failed') AS failed
		FROM deliveries d WHERE d.done_at >= span.began AND d.done_at < span.ended) ends
		ON CONFLICT (day) DO UPDATE SET followers = EXCLUDED.followers, delivered = EXCLUDED.delivered,
			failed = EXCLUDED.failed, reckoned = false
---

		INSERT INTO deleted_uris (uri, deleted_by) VALUES ($1, $2) ON CONFLICT DO NOTHING
---

		INSERT INTO deliveries (activity_id, host, inbox, object_id)
		SELECT $1, host, inbox, $2 FROM people WHERE uri = $3 AND inbox <> '' AND gone_at IS NULL
		ON CONFLICT (activity_id, inbox) DO NOTHING
---

		INSERT INTO deliveries (activity_id, host, inbox, object_id, parting)
		SELECT a.id, pe.host, pe.inbox, $2, true FROM people pe JOIN outbox_activities a ON a.id = $1
		WHERE pe.uri = $3 AND pe.inbox <> '' AND pe.gone_at IS NULL AND a.type IN ('Reject', 'Undo')
		ON CONFLICT (activity_id, inbox) DO NOTHING
---

		INSERT INTO editors (email, name, role, author_id) VALUES ($1, $2, $3, $4)
		RETURNING id
---

		INSERT INTO events (post_id, starts_at, ends_at, zone, venue_name, venue_street, venue_locality,
			venue_region, venue_postcode, venue_country, venue_access, latitude, longitude, online, booking,
			capacity, price, standing, previous_starts, sequence)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20)
		ON CONFLICT (post_id) DO UPDATE SET
			starts_at = EXCLUDED.starts_at, ends_at = EXCLUDED.ends_at, zone = EXCLUDED.zone,
			venue_name = EXCLUDED.venue_name, venue_street = EXCLUDED.venue_street,
			venue_locality = EXCLUDED.venue_locality, venue_region = EXCLUDED.venue_region,
			venue_postcode = EXCLUDED.venue_postcode, venue_country = EXCLUDED.venue_country,
			venue_access = EXCLUDED.venue_access, latitude = EXCLUDED.latitude, longitude = EXCLUDED.longitude,
			online = EXCLUDED.online, booking = EXCLUDED.booking, capacity = EXCLUDED.capacity,
			price = EXCLUDED.price, standing = EXCLUDED.standing,
			previous_starts = EXCLUDED.previous_starts, sequence = EXCLUDED.sequence
---

		INSERT INTO files (hash, ext, name, size, editor_id) VALUES ($1, $2, $3, $4, $5)
		ON CONFLICT (hash) DO NOTHING
---

		INSERT INTO followers (person_uri, follow_id) VALUES ($1, $2)
		ON CONFLICT (person_uri) DO UPDATE SET follow_id = EXCLUDED.follow_id
		RETURNING xmax = 0
---

		INSERT INTO guest_links (token_hash, post_id, name, email, invited_by, created_at, expires_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7)
		RETURNING id
---

		INSERT INTO hosts (host) SELECT h FROM unnest($1::text[]) AS h ORDER BY h ON CONFLICT DO NOTHING
---

		INSERT INTO hosts (host, blocked_at, severity, block_reason, list_id) VALUES ($1, now(), $2, $3, $4)
		ON CONFLICT (host) DO UPDATE SET blocked_at = now(), severity = EXCLUDED.severity,
			block_reason = EXCLUDED.block_reason, list_id = EXCLUDED.list_id
---

		INSERT INTO identities (issuer, subject, editor_id) VALUES ($1, $2, $3)
---

		INSERT INTO inbox_items (activity_id, type, actor, object_id, forwarded, actor_gone, host, body)
		SELECT i.id, i.type, i.actor, i.object, i.forwarded, i.gone, i.host, substr($7::bytea, i.start, i.length)
		FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::boolean[], $6::boolean[], $8::int[], $9::int[], $10::text[])
			AS i (id, type, actor, object, forwarded, gone, start, length, host)
		ON CONFLICT (activity_id) DO NOTHING
---

		INSERT INTO invitations (token_hash, email, name, role, editor_id, created_at, expires_at, by_mail)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8) RETURNING id
---

		INSERT INTO known_browsers (editor_id, sign_hash, seen_at) VALUES ($1, $2, $3)
		ON CONFLICT (editor_id, sign_hash) DO UPDATE SET seen_at = EXCLUDED.seen_at
---

		INSERT INTO network_items AS i (uri, partner_id, form, title, excerpt, url, author_name, author_uri, boosted,
			language, starts_at, ends_at, zone, place, raw, published_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)
		ON CONFLICT (uri) DO UPDATE SET partner_id = EXCLUDED.partner_id, form = EXCLUDED.form,
			title = EXCLUDED.title, excerpt = EXCLUDED.excerpt, url = EXCLUDED.url,
			author_name = EXCLUDED.author_name, author_uri = EXCLUDED.author_uri, boosted = EXCLUDED.boosted,
			language = EXCLUDED.language, starts_at = EXCLUDED.starts_at, ends_at = EXCLUDED.ends_at,
			zone = EXCLUDED.zone, place = EXCLUDED.place, raw = EXCLUDED.raw, updated_at = now()
		WHERE (i.partner_id = EXCLUDED.partner_id AND (i.boosted OR NOT EXCLUDED.boosted))
			OR (i.boosted AND NOT EXCLUDED.boosted)
---

		INSERT INTO notes (post_id, editor_id, guest_id, quote, words)
		SELECT $1, $2, $3, $4, $5
		WHERE NOT EXISTS (
			SELECT FROM notes WHERE post_id = $1 AND editor_id IS NOT DISTINCT FROM $2::uuid
				AND guest_id IS NOT DISTINCT FROM $3::uuid AND quote = $4 AND words = $5 AND resolved_at IS NULL
		)
		RETURNING id
---

		INSERT INTO notice_choices (editor_id, kind, choice) VALUES ($1, $2, $3)
		ON CONFLICT (editor_id, kind) DO UPDATE SET choice = EXCLUDED.choice
---

		INSERT INTO notices (editor_id, kind, post_id, words, path, created_at) VALUES ($1, $2, $3, $4, $5, $6)
---

		INSERT INTO old_slugs (slug, post_id) VALUES ($1, $2)
		ON CONFLICT (slug) DO UPDATE SET post_id = EXCLUDED.post_id
---

		INSERT INTO openings (id, editor_id, post_id, version, base, opened_at, seen_at)
		VALUES ($1, $2, $3, $4, $5::jsonb, $6, $6)
		ON CONFLICT (id) DO UPDATE SET version = EXCLUDED.version, base = EXCLUDED.base, seen_at = EXCLUDED.seen_at
		WHERE openings.editor_id = EXCLUDED.editor_id
---

		INSERT INTO openings (id, editor_id, post_id, version, opened_at, seen_at, renewed)
		VALUES ($1, $2, $3, $4, $5, $5, true)
		ON CONFLICT (id) DO UPDATE SET seen_at = EXCLUDED.seen_at, renewed = true
		WHERE openings.editor_id = EXCLUDED.editor_id
---

		INSERT INTO outbox_activities (id, uri, type, sender, object_id, post_id, public, to_followers, body, change_id)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
		ON CONFLICT (change_id) DO NOTHING
---

		INSERT INTO page_views AS kept (day, path, source, post_id, views)
		SELECT v.day::date, v.path, v.source, po.id, v.views
		FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::int[]) AS v (day, path, source, post_id, views)
		LEFT JOIN posts po ON po.id = NULLIF(v.post_id, '')::uuid -- one that is gone meanwhile is nobody's
		ORDER BY 1, 2, 3 -- two nodes take the rows in the same order
		ON CONFLICT (day, path, source) DO UPDATE
			SET views = kept.views + EXCLUDED.views, post_id = COALESCE(EXCLUDED.post_id, kept.post_id)
---

		INSERT INTO partners AS pa (person_uri, follow_id) VALUES ($1, $2)
		ON CONFLICT (person_uri) DO UPDATE SET state = 'sent', follow_id = EXCLUDED.follow_id,
			since = now(), answered_at = NULL
		WHERE pa.state IN ('rejected', 'ended')
---

		INSERT INTO passkeys (editor_id, credential_id, name, record) VALUES ($1, $2, $3, $4)
---

		INSERT INTO people (uri, type, handle, name, bio, url, host, inbox, shared_inbox, followers, icon_url,
			moved_to, document, suspended, fetched_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, now())
		ON CONFLICT (uri) DO UPDATE SET type = EXCLUDED.type, handle = EXCLUDED.handle, name = EXCLUDED.name,
			bio = EXCLUDED.bio, url = EXCLUDED.url, inbox = EXCLUDED.inbox, shared_inbox = EXCLUDED.shared_inbox,
			followers = EXCLUDED.followers, icon_url = EXCLUDED.icon_url, moved_to = EXCLUDED.moved_to,
			document = EXCLUDED.document, suspended = EXCLUDED.suspended, fetched_at = now(), gone_at = NULL, inbox_gone_at = NULL
---

		INSERT INTO pictures (hash, ext, media_type, width, height, blurhash, widths, editor_id)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
		ON CONFLICT (hash) DO NOTHING
---

		INSERT INTO posts (form, slug, editor_id) VALUES ($1, $2, $3)
		RETURNING id, object_id
---

		INSERT INTO reactions (kind, post_id, comment_id, person_uri, activity_id, emoji)
		VALUES ($1, $2, $3, $4, $5, $6)
		ON CONFLICT DO NOTHING
---

		INSERT INTO reports (activity_id, host, person_uri, words) VALUES ($1, $2, $3, $4)
		ON CONFLICT (activity_id) DO NOTHING RETURNING id
---

		INSERT INTO retired_objects (object_id, post_id) VALUES ($1, $2)
		ON CONFLICT DO NOTHING
---

		INSERT INTO revisions (post_id, version, title, summary, body, saved_by)
		SELECT $1, $2, $3, $4, $5, $6
		WHERE NOT EXISTS (
			SELECT FROM (
				SELECT title, summary, body FROM revisions WHERE post_id = $1 ORDER BY version DESC LIMIT 1
			) AS last
			WHERE last.title = $3 AND last.summary = $4 AND last.body = $5
		)
---

		INSERT INTO series (slug, title, summary) VALUES ($1, $2, $3)
		ON CONFLICT (slug) DO UPDATE SET title = EXCLUDED.title, summary = EXCLUDED.summary
		RETURNING id
---

		INSERT INTO sessions (token_hash, editor_id, agent, network, way, created_at, seen_at, expires_at)
		VALUES ($1, $2, $3, $4, $5, $6, $6, $7)
---

		INSERT INTO sign_in_links (token_hash, editor_id, expires_at) VALUES ($1, $2, $3)
---

		INSERT INTO stamps (kind, uri, target, person_uri, post_id, comment_id, audience, url)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
		ON CONFLICT (md5(person_uri || ' ' || uri || ' ' || target)) DO UPDATE SET
			audience = EXCLUDED.audience, url = EXCLUDED.url,
			shown_at = CASE WHEN EXCLUDED.audience IN ('public', 'quiet') THEN stamps.shown_at END
		RETURNING id, xmax = 0 AS fresh
---

		INSERT INTO watched_ranges (range, effect, reason) VALUES ($1, $2, $3)
		ON CONFLICT (range) DO UPDATE SET effect = EXCLUDED.effect, reason = EXCLUDED.reason, created_at = now()
---

		INSERT INTO watched_words (folded, word, reason) VALUES ($1, $2, $3)
		ON CONFLICT (folded) DO NOTHING
---

		INSERT INTO working_copies (id, editor_id, event, version, turn, kept_at, ended_at)
		VALUES ($1, $2, false, 0, $3, $4, $4)
		ON CONFLICT (id) DO UPDATE SET fields = NULL, ended_at = EXCLUDED.ended_at
		WHERE working_copies.editor_id = EXCLUDED.editor_id AND working_copies.ended_at IS NULL
			AND working_copies.turn <= EXCLUDED.turn
---

		INSERT INTO working_copies (id, editor_id, post_id, event, version, turn, fields, kept_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7::jsonb, $8)
		ON CONFLICT (id) DO UPDATE SET
			post_id = EXCLUDED.post_id, version = EXCLUDED.version, turn = EXCLUDED.turn,
			fields = EXCLUDED.fields, kept_at = EXCLUDED.kept_at
		WHERE working_copies.editor_id = EXCLUDED.editor_id AND working_copies.ended_at IS NULL
			AND working_copies.turn <= EXCLUDED.turn
---

		SELECT 
	e.id, e.email, e.name, e.role, COALESCE(e.author_id::text, '') AS author_id,
	e.password_hash <> '' AS has_password,
	EXISTS (SELECT FROM authenticators a WHERE a.editor_id = e.id AND a.confirmed_at IS NOT NULL) AS has_code,
	(SELECT count(*) FROM passkeys p WHERE p.editor_id = e.id) AS passkeys, e.created_at, or_never(e.disabled_at) AS disabled_at FROM editors e
		ORDER BY e.disabled_at IS NOT NULL, lower(e.name), e.id
---

		SELECT 
	g.id, g.post_id, p.title AS post_title, g.name, g.email, COALESCE(g.invited_by::text, '') AS invited_by,
	g.created_at, g.expires_at, or_never(g.revoked_at) AS revoked_at FROM guest_links g JOIN posts p ON p.id = g.post_id
		WHERE $1::uuid IS NULL OR g.post_id = $1
		ORDER BY g.created_at DESC, g.id LIMIT $2
---

		SELECT 
	g.id, g.post_id, p.title AS post_title, g.name, g.email, COALESCE(g.invited_by::text, '') AS invited_by,
	g.created_at, g.expires_at, or_never(g.revoked_at) AS revoked_at FROM guest_links g JOIN posts p ON p.id = g.post_id WHERE g.token_hash = $1
---

		SELECT 
	id, at, COALESCE(editor_id::text, '') AS editor, verb, subject, subject_id,
	COALESCE(post_id::text, '') AS post_id, reason, object FROM changes
		WHERE subject = $1 AND subject_id = $2
		ORDER BY id
---

		SELECT 
	id, at, COALESCE(editor_id::text, '') AS editor, verb, subject, subject_id,
	COALESCE(post_id::text, '') AS post_id, reason, object FROM changes
		WHERE subject = $1 AND subject_id = $2 AND id <= $3 AND told_at IS NULL
		ORDER BY id
---

		SELECT 
	key_id, actor, algorithm, private_key, state, created_at,
	or_never(replaced_at) AS replaced_at, or_never(retired_at) AS retired_at FROM actor_keys WHERE state <> 'retired'
		ORDER BY actor, algorithm = 'rsa' DESC, state = 'signing' DESC
---

		SELECT 
	l.id, l.url, l.every::bigint * 1000000000 AS every, l.since, l.next_at, or_never(l.taken_at) AS taken_at, l.size,
	l.tag, l.modified, l.failures, l.problem, COALESCE(l.offered, 0) AS offered,
			(SELECT count(*) FROM hosts h WHERE h.list_id = l.id) AS decided,
			(SELECT count(*) FROM block_list_entries e WHERE e.list_id = l.id AND e.standing = 'waiting') AS waiting,
			(SELECT count(*) FROM block_list_entries e WHERE e.list_id = l.id AND e.standing = 'refused' AND e.listed) AS refused
		FROM block_lists l ORDER BY l.url
---

		SELECT 
	pe.uri, pe.type, pe.handle, pe.name, pe.url, pe.host, pe.inbox, pe.shared_inbox, pe.followers,
	pe.icon_url, pe.bio, pe.moved_to, pe.fetched_at, or_never(pe.trusted_at) AS trusted_at,
	or_never(pe.blocked_at) AS blocked_at, pe.block_reason, or_never(pe.gone_at) AS gone_at, pe.suspended FROM people pe
		WHERE pe.trusted_at IS NOT NULL AND ($1 = '' OR strpos(lower(pe.name || ' ' || pe.handle), lower($1)) > 0)
		ORDER BY pe.trusted_at DESC, pe.uri LIMIT $2
---

		SELECT 
	pe.uri, pe.type, pe.handle, pe.name, pe.url, pe.host, pe.inbox, pe.shared_inbox, pe.followers,
	pe.icon_url, pe.bio, pe.moved_to, pe.fetched_at, or_never(pe.trusted_at) AS trusted_at,
	or_never(pe.blocked_at) AS blocked_at, pe.block_reason, or_never(pe.gone_at) AS gone_at, pe.suspended FROM people pe WHERE lower(pe.handle) = lower($1)
		ORDER BY pe.fetched_at DESC LIMIT 1
---

		SELECT 
	pe.uri, pe.type, pe.handle, pe.name, pe.url, pe.host, pe.inbox, pe.shared_inbox, pe.followers,
	pe.icon_url, pe.bio, pe.moved_to, pe.fetched_at, or_never(pe.trusted_at) AS trusted_at,
	or_never(pe.blocked_at) AS blocked_at, pe.block_reason, or_never(pe.gone_at) AS gone_at, pe.suspended,
	pa.id, pa.state, pa.trust, pa.follow_id, pa.since,
	(SELECT count(*) FROM network_items i WHERE i.partner_id = pa.id) AS items,
	COALESCE((SELECT COALESCE(NULLIF(o.handle, ''), o.uri)
		FROM partners po JOIN people o ON o.uri = po.person_uri WHERE po.id = pa.moved_to), '') AS went_to,
	COALESCE((SELECT string_agg(COALESCE(NULLIF(o.handle, ''), o.uri), ', ' ORDER BY o.uri)
		FROM partners po JOIN people o ON o.uri = po.person_uri WHERE po.moved_to = pa.id), '') AS came_from FROM partners pa JOIN people pe ON pe.uri = pa.person_uri
		ORDER BY pa.state = 'ended', lower(pe.name), pa.id
---

		SELECT 
	pe.uri, pe.type, pe.handle, pe.name, pe.url, pe.host, pe.inbox, pe.shared_inbox, pe.followers,
	pe.icon_url, pe.bio, pe.moved_to, pe.fetched_at, or_never(pe.trusted_at) AS trusted_at,
	or_never(pe.blocked_at) AS blocked_at, pe.block_reason, or_never(pe.gone_at) AS gone_at, pe.suspended,
	pa.id, pa.state, pa.trust, pa.follow_id, pa.since,
	(SELECT count(*) FROM network_items i WHERE i.partner_id = pa.id) AS items,
	COALESCE((SELECT COALESCE(NULLIF(o.handle, ''), o.uri)
		FROM partners po JOIN people o ON o.uri = po.person_uri WHERE po.id = pa.moved_to), '') AS went_to,
	COALESCE((SELECT string_agg(COALESCE(NULLIF(o.handle, ''), o.uri), ', ' ORDER BY o.uri)
		FROM partners po JOIN people o ON o.uri = po.person_uri WHERE po.moved_to = pa.id), '') AS came_from FROM partners pa JOIN people pe ON pe.uri = pa.person_uri
		WHERE pa.trust = 'trusted' AND pa.state = 'accepted' AND pe.blocked_at IS NULL AND pe.gone_at IS NULL
	AND NOT EXISTS (SELECT FROM hosts b
		WHERE b.host = ANY (domains_of(pe.host)) AND b.blocked_at IS NOT NULL AND b.severity <> 'silence') ORDER BY lower(pe.name), pa.id
---

		SELECT 
	pe.uri, pe.type, pe.handle, pe.name, pe.url, pe.host, pe.inbox, pe.shared_inbox, pe.followers,
	pe.icon_url, pe.bio, pe.moved_to, pe.fetched_at, or_never(pe.trusted_at) AS trusted_at,
	or_never(pe.blocked_at) AS blocked_at, pe.block_reason, or_never(pe.gone_at) AS gone_at, pe.suspended, f.follow_id, f.since
		FROM followers f JOIN people pe ON pe.uri = f.person_uri
		WHERE ($1::timestamptz IS NULL OR (f.since, f.person_uri) < ($1, $2))
			AND ($4 = '' OR pe.host = $4) AND ($5 = '' OR strpos(lower(pe.name || ' ' || pe.handle), lower($5)) > 0)
		ORDER BY f.since DESC, f.person_uri DESC LIMIT $3
---

		SELECT 
	pe.uri, pe.type, pe.handle, pe.name, pe.url, pe.host, pe.inbox, pe.shared_inbox, pe.followers,
	pe.icon_url, pe.bio, pe.moved_to, pe.fetched_at, or_never(pe.trusted_at) AS trusted_at,
	or_never(pe.blocked_at) AS blocked_at, pe.block_reason, or_never(pe.gone_at) AS gone_at, pe.suspended, f.follow_id, f.since
		FROM followers f JOIN people pe ON pe.uri = f.person_uri WHERE f.follow_id = $1
---

		SELECT 
	pe.uri, pe.type, pe.handle, pe.name, pe.url, pe.host, pe.inbox, pe.shared_inbox, pe.followers,
	pe.icon_url, pe.bio, pe.moved_to, pe.fetched_at, or_never(pe.trusted_at) AS trusted_at,
	or_never(pe.blocked_at) AS blocked_at, pe.block_reason, or_never(pe.gone_at) AS gone_at, pe.suspended, f.follow_id, f.since
		FROM followers f JOIN people pe ON pe.uri = f.person_uri WHERE f.person_uri = $1
---

		SELECT 
	pe.uri, pe.type, pe.handle, pe.name, pe.url, pe.host, pe.inbox, pe.shared_inbox, pe.followers,
	pe.icon_url, pe.bio, pe.moved_to, pe.fetched_at, or_never(pe.trusted_at) AS trusted_at,
	or_never(pe.blocked_at) AS blocked_at, pe.block_reason, or_never(pe.gone_at) AS gone_at, pe.suspended, m.moved_at AS at FROM moves m JOIN people pe ON pe.uri = m.target
		ORDER BY m.moved_at DESC, m.id DESC LIMIT 1
---

		SELECT 
	pe.uri, pe.type, pe.handle, pe.name, pe.url, pe.host, pe.inbox, pe.shared_inbox, pe.followers,
	pe.icon_url, pe.bio, pe.moved_to, pe.fetched_at, or_never(pe.trusted_at) AS trusted_at,
	or_never(pe.blocked_at) AS blocked_at, pe.block_reason, or_never(pe.gone_at) AS gone_at, pe.suspended, m.moved_at AS at FROM moves m JOIN people pe ON pe.uri = m.target
		WHERE m.ended_at IS NULL
---

		SELECT (SELECT count(*) FROM block_list_entries WHERE standing = 'waiting') AS waiting,
			(SELECT count(*) FROM block_lists WHERE problem <> '') AS lists
---

		SELECT (SELECT count(*) FROM posts WHERE state = 'published' AND published_at >= $1 AND published_at < $2) AS posts,
			(SELECT count(*) FROM comments WHERE verdict = 'spam' AND received_at >= $1 AND received_at < $2) AS spam,
			(SELECT count(DISTINCT host) FROM deliveries
				WHERE state = 'delivered' AND done_at >= $1 AND done_at < $2) AS servers,
			(SELECT count(*) FROM partners
				WHERE state = 'accepted' AND answered_at >= $1 AND answered_at < $2) AS partners
---

		SELECT (SELECT count(*) FROM posts WHERE state = 'published') AS posts,
			(SELECT count(*) FROM comments c JOIN posts po ON po.id = c.post_id WHERE c.verdict = 'approved' AND c.audience IN ('public', 'quiet') AND po.state = 'published') AS comments
---

		SELECT CASE form WHEN 'event' THEN '/events/' ELSE '/posts/' END || slug AS path,
			COALESCE(edited_at, published_at) AS changed_at
		FROM posts WHERE state = 'published'
		ORDER BY published_at DESC, id DESC LIMIT $1
---

		SELECT CASE form WHEN 'event' THEN 'event' ELSE 'post' END AS subject, id::text AS id, title, state
		FROM posts WHERE picture_hash = $1 OR strpos(body, '/media/' || $1) > 0
		UNION ALL
		SELECT 'page', slug, title, 'published' FROM pages WHERE strpos(body, '/media/' || $1) > 0
		ORDER BY title, id LIMIT 200
---

		SELECT EXISTS (SELECT 1 FROM setup_tokens WHERE token_hash = $1 AND expires_at > $2)
			AND NOT EXISTS (SELECT 1 FROM editors)
---

		SELECT EXISTS (SELECT FROM deleted_uris WHERE uri = $1 AND deleted_by = $2)
			OR EXISTS (SELECT FROM inbox_items
				WHERE type = 'Delete' AND object_id = $1 AND actor = $2 AND NOT forwarded AND NOT actor_gone)
---

		SELECT EXISTS (SELECT FROM epochs WHERE resumed_at IS NULL AND (began_at >= $1 OR $2::uuid = ANY(due)))
---

		SELECT EXISTS (SELECT FROM followers WHERE person_uri = $1) OR EXISTS (SELECT FROM partners
			WHERE person_uri = $1 AND state IN ('sent', 'accepted') AND moved_to IS NULL)
---

		SELECT EXISTS (SELECT FROM known_browsers WHERE editor_id = $1 AND sign_hash = $2) AS known,
			EXISTS (SELECT FROM known_browsers WHERE editor_id = $1) AS other
---

		SELECT EXISTS (SELECT FROM notices
			WHERE editor_id = $1 AND kind = $2 AND post_id IS NOT DISTINCT FROM $3::uuid AND created_at > $4)
---

		SELECT EXISTS (SELECT FROM outbox_activities a JOIN deliveries d ON d.activity_id = a.id WHERE a.object_id = $1)
---

		SELECT EXISTS (SELECT FROM people pe WHERE pe.host = $1 AND (
				EXISTS (SELECT FROM followers f WHERE f.person_uri = pe.uri)
				OR EXISTS (SELECT FROM partners pa WHERE pa.person_uri = pe.uri AND pa.state = 'accepted')))
			AND NOT EXISTS (SELECT FROM deliveries WHERE state = 'waiting' AND host = $1 AND object_id = $2)
---

		SELECT EXISTS (SELECT FROM working_copies WHERE id = $1 AND editor_id = $2 AND ended_at IS NOT NULL)
---

		SELECT NOT EXISTS (
			SELECT FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
			WHERE n.nspname <> 'information_schema' AND n.nspname NOT LIKE 'pg\_%'
				AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = c.oid AND d.deptype = 'e'))
---

		SELECT a.id, a.uri, a.type, a.sender, a.object_id, a.public, a.body, a.created_at
		FROM outbox_activities a
		WHERE a.public AND a.sender = $1 AND (a.post_id IS NULL OR EXISTS (
	SELECT FROM posts p WHERE p.id = a.post_id AND p.state = 'published'
		AND (a.type NOT IN ('Create', 'Update') OR a.object_id LIKE '%' || p.object_id::text
			OR a.object_id LIKE '%/ap/comments/%')))
	AND (a.object_id NOT LIKE '%/ap/comments/%' OR a.type = 'Delete' OR EXISTS (
		SELECT FROM comments c WHERE c.uri = a.object_id AND c.verdict = 'approved'))
	AND (a.type <> 'Announce' OR EXISTS (
		SELECT FROM network_items i WHERE i.uri = a.object_id AND i.shared_at IS NOT NULL)) AND a.type IN ('Create', 'Announce')
			AND ($2::timestamptz IS NULL OR (a.created_at, a.id) < ($2, $3::uuid))
		ORDER BY a.created_at DESC, a.id DESC LIMIT $4
---

		SELECT a.id, a.uri, a.type, a.sender, a.object_id, a.public, a.body, a.created_at
		FROM outbox_activities a WHERE a.id = $2 AND a.public AND a.sender = $1 AND (a.post_id IS NULL OR EXISTS (
	SELECT FROM posts p WHERE p.id = a.post_id AND p.state = 'published'
		AND (a.type NOT IN ('Create', 'Update') OR a.object_id LIKE '%' || p.object_id::text
			OR a.object_id LIKE '%/ap/comments/%')))
	AND (a.object_id NOT LIKE '%/ap/comments/%' OR a.type = 'Delete' OR EXISTS (
		SELECT FROM comments c WHERE c.uri = a.object_id AND c.verdict = 'approved'))
	AND (a.type <> 'Announce' OR EXISTS (
		SELECT FROM network_items i WHERE i.uri = a.object_id AND i.shared_at IS NOT NULL))
---

		SELECT activity_id FROM reactions WHERE post_id = $1 AND kind = 'share'
		ORDER BY id DESC LIMIT $2
---

		SELECT c.id, COALESCE((
			SELECT above.id::text FROM comments above
			WHERE above.post_id = c.post_id AND above.path < c.path
				AND above.verdict = 'approved' AND above.audience IN ('public', 'quiet')
			ORDER BY above.path DESC LIMIT 1), '') AS before
		FROM comments c JOIN posts po ON po.id = c.post_id
		WHERE c.id = ANY ($1::uuid[]) AND c.verdict = 'approved' AND c.audience IN ('public', 'quiet') AND po.state = 'published'
---

		SELECT c.id, c.at, COALESCE(c.editor_id::text, '') AS editor, c.verb, c.subject, c.subject_id,
			COALESCE(c.post_id::text, '') AS post_id, c.reason, c.object,
			COALESCE(e.name, g.name || ' (guest)', '') AS who, COALESCE(p.title, '') AS title,
			COALESCE(s.name, a.name, CASE WHEN c.subject = 'guest' THEN l.name END,
				NULLIF(h.handle, ''), NULLIF(h.name, ''), '') AS name
		FROM changes c
		LEFT JOIN editors e ON e.id = c.editor_id
		LEFT JOIN guest_links g ON c.editor_id IS NULL AND c.subject IN ('post', 'event', 'note') AND g.id::text = c.object
		LEFT JOIN posts p ON p.id = c.post_id
		LEFT JOIN editors s ON c.subject = 'editor' AND s.id::text = c.subject_id
		LEFT JOIN authors a ON c.subject = 'author' AND a.id::text = c.subject_id
		LEFT JOIN guest_links l ON c.subject = 'guest' AND l.id::text = c.subject_id
		LEFT JOIN people h ON c.subject IN ('person', 'follower') AND h.uri = c.subject_id
		WHERE ($1::uuid IS NULL OR c.editor_id = $1) AND ($2 = '' OR c.subject = $2) AND ($3 = '' OR c.verb = $3)
			AND ($4::timestamptz IS NULL OR c.at >= $4) AND ($5::timestamptz IS NULL OR c.at < $5)
			AND ($6::bigint = 0 OR c.id < $6)
		ORDER BY c.id DESC LIMIT $7
---

		SELECT c.id, c.at, COALESCE(c.editor_id::text, '') AS editor, c.verb, c.subject, c.subject_id,
			COALESCE(c.post_id::text, '') AS post_id, c.reason, c.object,
			COALESCE(e.name, g.name || ' (guest)', '') AS who, p.title,
			COALESCE(CASE WHEN c.subject = 'guest' THEN l.name END, '') AS name
		FROM changes c
		JOIN posts p ON p.id = c.post_id
		LEFT JOIN editors e ON e.id = c.editor_id
		LEFT JOIN guest_links g ON c.editor_id IS NULL AND g.id::text = c.object
		LEFT JOIN guest_links l ON c.subject = 'guest' AND l.id::text = c.subject_id
		WHERE c.post_id = $1 AND c.subject IN ('post', 'event', 'note', 'guest')
		ORDER BY c.id DESC
---

		SELECT c.verdict, count(*) AS n FROM comments c LEFT JOIN people pe ON pe.uri = c.person_uri
		WHERE CASE WHEN $1::boolean THEN c.post_id IS NULL AND c.origin = 'fediverse' ELSE c.post_id IS NOT NULL END
	AND ($2::text = '' OR c.origin = $2) AND ($3::text = '' OR c.post_id::text = $3) AND ($4::text = '' OR pe.host = $4)
	AND ($5::timestamptz IS NULL OR c.received_at >= $5) AND ($6::timestamptz IS NULL OR c.received_at < $6) GROUP BY c.verdict
---

		SELECT count(*) AS stopped, count(*) FILTER (WHERE c.post_id IS NOT NULL AND EXISTS (
			SELECT FROM changes ch WHERE ch.subject = 'comment' AND ch.subject_id = c.id::text AND ch.verb IN ('receive', 'approve'))) AS shown
		FROM comments c WHERE c.verdict = 'spam' AND c.received_at >= $1
---

		SELECT count(*) FILTER (WHERE pe.host = $1) AS of_host, count(*) AS n
		FROM comments c JOIN people pe ON pe.uri = c.person_uri WHERE c.post_id IS NULL AND c.verdict = 'held'
---

		SELECT count(*) FILTER (WHERE sent_at IS NULL AND ended_at IS NULL) AS waiting,
			or_never(min(created_at) FILTER (WHERE sent_at IS NULL AND ended_at IS NULL)) AS oldest,
			count(*) FILTER (WHERE ended_at >= $1) AS ended,
			COALESCE((SELECT error FROM mails WHERE error <> '' AND sent_at IS NULL AND (ended_at IS NULL OR ended_at >= $1)
				ORDER BY id DESC LIMIT 1), '') AS error
		FROM mails
---

		SELECT count(*) FROM comments WHERE md5(plain) = md5($1) AND plain = $1 AND received_at > $2
---

		SELECT count(*) FROM comments c JOIN posts po ON po.id = c.post_id
		WHERE c.post_id = $1 AND c.parent_id IS NOT DISTINCT FROM $2::uuid AND c.verdict = 'approved' AND c.audience IN ('public', 'quiet') AND po.state = 'published'
---

		SELECT count(*) FROM outbox_activities a
		WHERE a.public AND a.sender = $1 AND (a.post_id IS NULL OR EXISTS (
	SELECT FROM posts p WHERE p.id = a.post_id AND p.state = 'published'
		AND (a.type NOT IN ('Create', 'Update') OR a.object_id LIKE '%' || p.object_id::text
			OR a.object_id LIKE '%/ap/comments/%')))
	AND (a.object_id NOT LIKE '%/ap/comments/%' OR a.type = 'Delete' OR EXISTS (
		SELECT FROM comments c WHERE c.uri = a.object_id AND c.verdict = 'approved'))
	AND (a.type <> 'Announce' OR EXISTS (
		SELECT FROM network_items i WHERE i.uri = a.object_id AND i.shared_at IS NOT NULL)) AND a.type IN ('Create', 'Announce')
---

		SELECT count(*) FROM posts p
		WHERE p.state = 'published' AND (p.search @@ websearch_to_tsquery('english', plain_text($1))
			OR similarity(lower(p.title), lower($1)) > 0.3)
---

		SELECT count(*) FROM reactions
		WHERE kind = $1 AND post_id IS NOT DISTINCT FROM $2::uuid AND comment_id IS NOT DISTINCT FROM $3::uuid
---

		SELECT count(DISTINCT d.host) FILTER (WHERE d.state = 'delivered') AS delivered,
			count(*) FILTER (WHERE d.state = 'waiting' AND d.attempts = 0) AS waiting,
			count(*) FILTER (WHERE d.state = 'waiting' AND d.attempts > 0) AS failing,
			count(*) FILTER (WHERE d.state = 'failed') AS failed
		FROM deliveries d JOIN outbox_activities a ON a.id = d.activity_id WHERE a.post_id = $1
---

		SELECT d.id, a.type AS activity, d.host, d.inbox, d.state, d.attempts, d.code, d.error, d.created_at,
			d.run_at, or_never(d.done_at) AS done_at
		FROM deliveries d JOIN outbox_activities a ON a.id = d.activity_id
		WHERE a.post_id = $1
		ORDER BY d.state = 'delivered', d.state, d.host, d.id LIMIT $2
---

		SELECT d.origin, d.digest::text AS bits
		FROM follower_digests d
		WHERE d.origin = ANY ($1) AND d.followers > 0 AND d.bytes + 3 * d.followers <= $2
			AND NOT EXISTS (SELECT FROM epochs)
			AND NOT EXISTS (SELECT FROM people pe JOIN followers f ON f.person_uri = pe.uri
				WHERE split_part(COALESCE(NULLIF(pe.shared_inbox, ''), pe.inbox), '/', 3) <> split_part(pe.uri, '/', 3) AND origin_of(COALESCE(NULLIF(pe.shared_inbox, ''), pe.inbox)) = d.origin
				OFFSET 0) -- a look into the small index for each, never at all people
---

		SELECT e.id AS editor_id, e.name, max(o.asked_at) AS since
		FROM openings o JOIN editors e ON e.id = o.asked_by
		WHERE o.post_id = $1 AND o.editor_id = $2 AND o.asked_at > $3
		GROUP BY e.id, e.name ORDER BY e.name
---

		SELECT e.list_id, l.url AS list, e.host, e.severity, e.reason, e.listed, e.standing FROM block_list_entries e JOIN block_lists l ON l.id = e.list_id
		WHERE e.host = $2 AND e.list_id <> $1 AND e.listed AND e.standing = 'done'
		ORDER BY array_position(ARRAY['suspend', 'hold', 'silence'], e.severity), l.url LIMIT 1
---

		SELECT e.list_id, l.url AS list, e.host, e.severity, e.reason, e.listed, e.standing FROM block_list_entries e JOIN block_lists l ON l.id = e.list_id
		WHERE e.list_id = $1 AND e.host = $2 FOR UPDATE OF e
---

		SELECT e.list_id, l.url AS list, e.host, e.severity, e.reason, e.listed, e.standing FROM block_list_entries e JOIN block_lists l ON l.id = e.list_id
		WHERE e.standing = $1 AND e.listed ORDER BY e.host, l.url LIMIT $2
---

		SELECT e.list_id, l.url AS list, e.host, e.severity, e.reason, e.listed, e.standing FROM block_list_entries e JOIN block_lists l ON l.id = e.list_id
		WHERE e.standing = 'new' ORDER BY NOT e.listed, e.list_id, e.host LIMIT 1
---

		SELECT earlier_verdict AS verdict FROM comments
		WHERE id = $1 AND decided_by IS NOT DISTINCT FROM $2 AND decided_at >= now() - make_interval(secs => $3) AND earlier_verdict IS NOT NULL
			AND verdict <> 'removed'
		FOR UPDATE
---

		SELECT editor_id, secret, last_step, or_never(confirmed_at) AS confirmed_at
		FROM authenticators WHERE editor_id = $1
---

		SELECT extract(year FROM published_at)::int AS year, extract(month FROM published_at)::int AS month,
			count(*) AS posts
		FROM posts WHERE state = 'published'
		GROUP BY 1, 2 ORDER BY 1 DESC, 2 DESC
---

		SELECT folded, word, reason, created_at AS since FROM watched_words ORDER BY folded
---

		SELECT handle, min(name) AS name FROM (
			SELECT pe.handle, pe.name, CASE WHEN pa.id IS NOT NULL THEN 0 WHEN fo.person_uri IS NOT NULL THEN 1 ELSE 3 END AS near
			FROM people pe
			LEFT JOIN partners pa ON pa.person_uri = pe.uri AND pa.state = 'accepted'
			LEFT JOIN followers fo ON fo.person_uri = pe.uri
			WHERE pe.handle LIKE '@%@%' AND pe.blocked_at IS NULL AND pe.gone_at IS NULL AND NOT pe.suspended
			UNION ALL
			SELECT au.handle, au.name, 2 FROM authors au WHERE au.handle <> ''
		) k
		WHERE starts_with(lower(handle), '@' || lower($1)) OR strpos(' ' || lower(name), ' ' || lower($1)) > 0
		GROUP BY handle ORDER BY min(near), handle LIMIT $2
---

		SELECT host, count(*) AS n FROM inbox_items WHERE state = 'waiting' GROUP BY host
---

		SELECT host, failures, opened, or_never(open_until) AS until, or_never(down_since) AS down,
			or_never(slow_until) AS slow, scheme, last_error AS error
		FROM hosts WHERE host = ANY($1) ORDER BY host FOR UPDATE
---

		SELECT id FROM editors WHERE role = 'owner' AND disabled_at IS NULL
		ORDER BY id FOR UPDATE
---

		SELECT id FROM posts WHERE state = 'published' AND take_down_at <= $1
		ORDER BY take_down_at LIMIT 100
---

		SELECT id FROM posts WHERE state = 'scheduled' AND scheduled_at <= $1
		ORDER BY scheduled_at LIMIT 100
---

		SELECT id, activity_id AS uri, host, person_uri, words, received_at FROM reports
		WHERE closed_at IS NULL ORDER BY received_at, id LIMIT $1
---

		SELECT id, editor_id, coalesce(post_id::text, '') AS post_id, event, version, turn, fields AS said, kept_at
		FROM working_copies WHERE editor_id = $1 AND ended_at IS NULL ORDER BY kept_at DESC, id LIMIT $2
---

		SELECT id, editor_id, coalesce(post_id::text, '') AS post_id, event, version, turn, fields AS said, kept_at
		FROM working_copies WHERE editor_id = $1 AND post_id = $2 AND ended_at IS NULL
		ORDER BY kept_at DESC, id LIMIT $3
---

		SELECT id, editor_id, coalesce(post_id::text, '') AS post_id, event, version, turn, fields AS said, kept_at
		FROM working_copies WHERE id = $1 AND editor_id = $2 AND ended_at IS NULL
---

		SELECT id, editor_id, credential_id, name, record, created_at, or_never(used_at) AS used_at
		FROM passkeys WHERE editor_id = $1 ORDER BY created_at, id
---

		SELECT id, editor_id, kind, COALESCE(post_id::text, '') AS post_id, words, path, created_at, or_never(read_at) AS read_at
		FROM notices WHERE editor_id = $1 AND ($2::bigint = 0 OR id < $2)
		ORDER BY id DESC LIMIT $3
---

		SELECT id, editor_id, post_id, version, coalesce(base, 'null') AS said
		FROM openings WHERE id = $1 AND editor_id = $2
---

		SELECT id, slug, name, guest, bio, handle, url FROM authors WHERE lower(name) = lower($1)
		ORDER BY created_at LIMIT 1
---

		SELECT id, token_hash, editor_id, agent, network, way, created_at, seen_at, expires_at FROM sessions
		WHERE editor_id = $1 AND expires_at > $2 AND seen_at > $3
		ORDER BY seen_at DESC, id
---

		SELECT id, uri, type, sender, object_id, public, body, created_at FROM outbox_activities WHERE uri = $1
---

		SELECT id::text FROM editors WHERE disabled_at IS NULL AND id IN (
			SELECT editor_id FROM posts WHERE id = $1
			UNION SELECT saved_by FROM revisions WHERE post_id = $1
			UNION SELECT editor_id FROM notes WHERE post_id = $1
			UNION SELECT invited_by FROM guest_links WHERE post_id = $1)
		ORDER BY id
---

		SELECT issuer, subject, editor_id, or_never(lost_at) AS lost_at
		FROM identities WHERE issuer = $1 AND subject = $2
---

		SELECT k.key_id, k.owner, k.pem, k.fetched_at FROM people_keys k
		JOIN people pe ON pe.uri = k.owner AND pe.gone_at IS NULL
		WHERE k.key_id = $1
---

		SELECT key_hash, kind, COALESCE(editor_id::text, '') AS editor_id, state, expires_at
		FROM ceremonies WHERE key_hash = $1 AND kind = $2 AND expires_at > $3
---

		SELECT kind, COALESCE(post_id::text, '') AS post_id, COALESCE(comment_id::text, '') AS comment_id,
			person_uri, activity_id, emoji
		FROM reactions WHERE activity_id = $1 LIMIT 1
---

		SELECT min(t.label) FROM post_tags t WHERE starts_with(t.key, $1)
		GROUP BY t.key ORDER BY count(*) DESC, t.key LIMIT $2
---

		SELECT n.id, n.post_id, COALESCE(n.editor_id::text, '') AS editor_id, COALESCE(n.guest_id::text, '') AS guest_id,
			COALESCE(e.name, g.name) AS who, n.quote, n.words, n.created_at, or_never(n.resolved_at) AS resolved_at,
			CASE WHEN n.resolved_at IS NULL THEN '' ELSE COALESCE(r.name, 'the guest') END AS resolved_by
		FROM notes n
		LEFT JOIN editors e ON e.id = n.editor_id
		LEFT JOIN guest_links g ON g.id = n.guest_id
		LEFT JOIN editors r ON r.id = n.resolved_by
		WHERE n.post_id = $1 ORDER BY n.created_at, n.id
---

		SELECT o.editor_id, e.name, min(o.opened_at) AS since
		FROM openings o JOIN editors e ON e.id = o.editor_id
		WHERE o.post_id = $1 AND o.editor_id <> $2 AND o.seen_at > CASE WHEN o.renewed THEN $3::timestamptz ELSE $4::timestamptz END
		GROUP BY o.editor_id, e.name ORDER BY since, e.name
---

		SELECT or_never(mailed_at) AS mailed_at, or_never(looked_at) AS looked_at, COALESCE(found, '') AS found,
			or_never(hidden_at) AS hidden_at
		FROM setup
---

		SELECT or_never(min(run_at)) FROM inbox_items
		WHERE state = 'waiting' AND run_at <= now() AND (lease_until IS NULL OR lease_until < now())
---

		SELECT p.id AS post_id, p.title, p.editor_id::text AS drafter, count(*) AS waiting, max(c.received_at) AS since
		FROM comments c JOIN posts p ON p.id = c.post_id
		WHERE c.verdict = 'held' AND p.state = 'published' AND p.editor_id IS NOT NULL
		GROUP BY p.id ORDER BY p.id LIMIT 200
---

		SELECT p.version, p.saved_at AS at, coalesce(e.id::text, '') AS editor_id, coalesce(e.name, '') AS name,
			coalesce((SELECT max(r.version) FROM revisions r WHERE r.post_id = p.id), 0) AS revision
		FROM posts p
		LEFT JOIN LATERAL (
			SELECT c.editor_id FROM changes c
			WHERE c.subject IN ('post', 'event') AND c.subject_id = p.id::text ORDER BY c.id DESC LIMIT 1
		) last ON true
		LEFT JOIN editors e ON e.id = last.editor_id
		WHERE p.id = $1
---

		SELECT pe.host, count(*) FILTER (WHERE pe.told) AS told, count(*) FILTER (WHERE NOT pe.told) AS untold,
			COALESCE(bool_or(h.open_until IS NOT NULL), false) AS failing, or_never(max(h.down_since)) AS down
		FROM (
			SELECT pe.host, pe.gone_at IS NULL AND pe.blocked_at IS NULL AND pe.inbox_gone_at IS NULL AND pe.inbox <> ''
				AND NOT EXISTS (SELECT FROM hosts b
		WHERE b.host = ANY (domains_of(pe.host)) AND b.blocked_at IS NOT NULL AND b.severity = 'suspend') AS told
			FROM followers f JOIN people pe ON pe.uri = f.person_uri
		) pe LEFT JOIN hosts h ON h.host = pe.host
		GROUP BY pe.host ORDER BY count(*) DESC, pe.host
---

		SELECT pe.host, count(DISTINCT pe.uri) AS people, count(*) AS comments, max(pe.first_seen) AS first_seen
		FROM comments c JOIN people pe ON pe.uri = c.person_uri
		WHERE c.verdict = 'held' AND pe.trusted_at IS NULL
		GROUP BY pe.host ORDER BY comments DESC, pe.host LIMIT $1
---

		SELECT pe.uri, pe.first_seen, count(c.id) FILTER (WHERE c.verdict IN ('approved', 'noted')) AS approved,
			count(c.id) FILTER (WHERE c.verdict = 'hidden') AS hidden, count(c.id) FILTER (WHERE c.verdict = 'spam') AS spam,
			EXISTS (SELECT FROM followers f WHERE f.person_uri = pe.uri) AS follows
		FROM people pe LEFT JOIN comments c ON c.person_uri = pe.uri
		WHERE pe.uri = ANY ($1)
		GROUP BY pe.uri
---

		SELECT post_id, version, title, coalesce(saved_by::text, '') AS saved_by, saved_at
		FROM revisions WHERE post_id = $1 ORDER BY version DESC
---

		SELECT post_id, version, title, summary, body, coalesce(saved_by::text, '') AS saved_by, saved_at
		FROM revisions WHERE post_id = $1 AND version <= $2 ORDER BY version DESC LIMIT 1
---

		SELECT r.post_id, r.version, r.title, r.summary, r.body, coalesce(r.saved_by::text, '') AS saved_by, r.saved_at,
			coalesce((SELECT max(b.version) FROM revisions b WHERE b.post_id = r.post_id AND b.version < r.version), 0) AS before
		FROM revisions r WHERE r.post_id = $1 AND r.version = $2
---

		SELECT range::text AS range, effect, reason, created_at AS since FROM watched_ranges
		WHERE watched_ranges.range >>= $1::inet
		ORDER BY effect = 'refuse' DESC, masklen(watched_ranges.range) DESC LIMIT 1
---

		SELECT range::text AS range, effect, reason, created_at AS since FROM watched_ranges ORDER BY watched_ranges.range
---

		SELECT s.report_id, s.uri, COALESCE(s.comment_id::text, '') AS comment_id, COALESCE(po.id::text, '') AS post_id,
			COALESCE(po.title, '') AS title,
			COALESCE(CASE po.form WHEN 'event' THEN '/events/' ELSE '/posts/' END || po.slug, '/') AS path,
			COALESCE(c.plain, '') AS text, COALESCE(c.verdict, '') AS verdict
		FROM report_subjects s
		LEFT JOIN comments c ON c.id = s.comment_id
		LEFT JOIN posts po ON po.id = COALESCE(s.post_id, c.post_id)
		WHERE s.report_id = ANY ($1::uuid[]) ORDER BY s.report_id, s.uri
---

		SELECT severity FROM hosts WHERE blocked_at IS NOT NULL AND host = ANY ($1)
---

		SELECT slug, title, body, html, position, version, edited_at FROM pages ORDER BY position = 0, position, slug
---

		SELECT source, sum(views) AS views FROM page_views
		WHERE day >= $1::date AND day < $2::date AND ($3::uuid IS NULL OR post_id = $3)
		GROUP BY source ORDER BY views DESC, source
---

		SELECT state, count(*) AS n, min(received_at) AS oldest FROM inbox_items GROUP BY state
---

		SELECT t.key, min(t.label) AS label, count(*) AS posts
		FROM post_tags t JOIN posts p ON p.id = t.post_id AND p.state = 'published'
		GROUP BY t.key ORDER BY count(*) DESC, t.key LIMIT $1
---

		SELECT t.key, min(t.label) AS label, count(*) AS posts
		FROM post_tags t JOIN posts p ON p.id = t.post_id AND p.state = 'published'
		WHERE t.key = $1 GROUP BY t.key
---

		SELECT what.host, count(*) FILTER (WHERE what.kind = 'follower') AS followers,
			count(*) FILTER (WHERE what.kind IN ('held', 'shown')) AS comments,
			count(*) FILTER (WHERE what.kind = 'shown') AS shown,
			count(*) FILTER (WHERE what.kind = 'partner') AS partners,
			count(*) FILTER (WHERE what.kind = 'trusted') AS trusted,
			count(*) FILTER (WHERE what.kind = 'share') AS shares
		FROM (
			SELECT pe.host, 'follower' AS kind FROM followers f JOIN people pe ON pe.uri = f.person_uri
			UNION ALL SELECT pe.host, CASE c.verdict WHEN 'approved' THEN 'shown' ELSE 'held' END
				FROM comments c JOIN people pe ON pe.uri = c.person_uri WHERE c.verdict IN ('held', 'approved')
			UNION ALL SELECT pe.host, 'partner'
				FROM partners pa JOIN people pe ON pe.uri = pa.person_uri WHERE pa.state IN ('sent', 'accepted')
			UNION ALL SELECT host, 'trusted' FROM people WHERE trusted_at IS NOT NULL
			UNION ALL SELECT split_part(uri, '/', 3), 'share' FROM network_items WHERE shared_at IS NOT NULL
		) what
		GROUP BY what.host
---

		UPDATE actor_keys SET state = 'replaced', replaced_at = $3
		WHERE actor = $1 AND algorithm = $2 AND state = 'signing'
---

		UPDATE actor_keys SET state = 'retired', retired_at = $2, private_key = ''
		WHERE state = 'replaced' AND replaced_at <= $1
		RETURNING 
	key_id, actor, algorithm, private_key, state, created_at,
	or_never(replaced_at) AS replaced_at, or_never(retired_at) AS retired_at
---

		UPDATE authenticators SET last_step = $2, confirmed_at = COALESCE(confirmed_at, $3)
		WHERE editor_id = $1 AND last_step < $2
		RETURNING editor_id
---

		UPDATE block_list_entries SET listed = false, standing = CASE WHEN standing = 'refused' THEN standing ELSE 'new' END
		WHERE list_id = $1 AND listed AND host <> ALL ($2)
---

		UPDATE block_list_entries SET standing = $3 WHERE list_id = $1 AND host = $2
---

		UPDATE block_list_entries e SET standing = CASE
			WHEN COALESCE(array_position(s.mildest, e.severity) > array_position(s.mildest, $2), true) THEN 'refused' ELSE 'done' END
		FROM (SELECT ARRAY['silence', 'hold', 'suspend'] AS mildest) s
		WHERE e.host = $1 AND e.listed
---

		UPDATE block_lists SET failures = 0, problem = '', offered = NULL, taken_at = $2, next_at = $3 WHERE id = $1
---

		UPDATE block_lists SET failures = failures + 1, problem = $2, offered = $3, next_at = $4 WHERE id = $1
---

		UPDATE block_lists SET next_at = $2, size = CASE WHEN $3 > 0 THEN least(size, $3) ELSE size END
		WHERE id = $1
---

		UPDATE block_lists SET size = $2, tag = $3, modified = $4, taken_at = $5, next_at = $6,
			failures = 0, problem = '', offered = NULL WHERE id = $1
---

		UPDATE block_lists l SET next_at = $2
		WHERE l.id = (SELECT id FROM block_lists WHERE next_at <= $1 ORDER BY next_at LIMIT 1 FOR UPDATE SKIP LOCKED)
		RETURNING 
	l.id, l.url, l.every::bigint * 1000000000 AS every, l.since, l.next_at, or_never(l.taken_at) AS taken_at, l.size,
	l.tag, l.modified, l.failures, l.problem, COALESCE(l.offered, 0) AS offered
---

		UPDATE comments SET html = $2, plain = $3, language = $4, url = $5, edited_at = $6, raw = $7,
			audience = $8, verdict = $9, suspicion = $10, markdown = $11, quote = $12, quote_approved = $13,
			signs = $14, earlier_verdict = NULL
		WHERE id = $1 AND verdict <> 'removed'
---

		UPDATE comments SET verdict = $2, reason = $3, decided_at = now(), decided_by = $4,
			earlier_verdict = verdict, earlier_reason = reason,
			earlier_trust = (SELECT pe.trusted_at FROM people pe WHERE pe.uri = person_uri)
		WHERE id = $1 AND verdict <> 'removed'
---

		UPDATE comments SET verdict = 'removed', reason = '', html = '', plain = '', markdown = '', name = '',
			email = '', url = '', raw = NULL, quote = '', quote_approved = false, signs = '[]', decided_at = now(),
			earlier_verdict = NULL
		WHERE id = $1
---

		UPDATE comments SET verdict = earlier_verdict, reason = earlier_reason, decided_at = NULL, decided_by = NULL,
			earlier_verdict = NULL, earlier_reason = '', earlier_trust = NULL
		WHERE id = $1
---

		UPDATE comments c SET verdict = 'spam', reason = $3, decided_at = now(), decided_by = $4, earlier_verdict = NULL
		FROM people pe
		WHERE pe.uri = c.person_uri AND c.verdict = 'held' AND pe.trusted_at IS NULL AND pe.first_seen >= $1
			AND (COALESCE(cardinality($2::text[]), 0) = 0 OR EXISTS (
				SELECT FROM unnest($2::text[]) AS h (host)
				WHERE pe.host = h.host OR right(pe.host, length(h.host) + 1) = '.' || h.host))
---

		UPDATE daily_counts c SET delivered = now.delivered, failed = now.failed
		FROM (SELECT ends.delivered, ends.failed FROM (SELECT $1::date::timestamp AT TIME ZONE $2 AS began,
			($1::date + 1)::timestamp AT TIME ZONE $2 AS ended) span, 
	LATERAL (SELECT count(*) FILTER (WHERE d.state = 'delivered') AS delivered,
		count(*) FILTER (WHERE d.state = 'failed') AS failed
		FROM deliveries d WHERE d.done_at >= span.began AND d.done_at < span.ended) ends) now
		WHERE c.day = $1::date AND (c.delivered, c.failed) <> (now.delivered, now.failed)
---

		UPDATE deliveries SET run_at = $2
		WHERE host = $1 AND state = 'waiting' AND (lease_until IS NULL OR lease_until <= $2)
---

		UPDATE deliveries SET state = 'failed', done_at = $1, error = 'The server did not answer for a week.'
		WHERE state = 'waiting' AND created_at < $2 AND (lease_until IS NULL OR lease_until <= $1)
---

		UPDATE deliveries d SET state = 'replaced', done_at = now()
		FROM outbox_activities a
		WHERE a.id = d.activity_id AND a.object_id = $1 AND d.state IN ('waiting', 'held') AND a.type = ANY($2)
			AND (d.lease_until IS NULL OR d.lease_until < now())
---

		UPDATE deliveries d SET state = 'waiting', done_at = NULL, run_at = now()
		FROM outbox_activities a
		WHERE a.id = d.activity_id AND a.post_id = $1 AND (d.state = 'failed' OR d.state = 'waiting' AND d.attempts > 0)
			AND (d.lease_until IS NULL OR d.lease_until < now())
---

		UPDATE deliveries d SET state = s.state, code = s.code, error = s.error, lease_until = NULL,
			attempts = d.attempts - CASE WHEN s.undo THEN 1 ELSE 0 END,
			run_at = CASE WHEN s.state = 'waiting' AND NOT s.undo THEN s.run_at ELSE d.run_at END,
			done_at = CASE WHEN s.state = 'waiting' THEN NULL ELSE $1::timestamptz END
		FROM unnest($2::bigint[], $3::int[], $4::text[], $5::int[], $6::text[], $7::boolean[], $8::timestamptz[])
			AS s (id, claim, state, code, error, undo, run_at)
		WHERE d.id = s.id AND d.state = 'waiting' AND (d.attempts = s.claim OR s.state = 'delivered')
---

		UPDATE editors SET disabled_at = now() WHERE id = $1 AND disabled_at IS NULL
---

		UPDATE guest_links SET revoked_at = $2 WHERE id = $1 AND revoked_at IS NULL
		RETURNING post_id
---

		UPDATE hosts h SET failures = b.failures, opened = b.opened, scheme = b.scheme, last_error = b.error,
			open_until = NULLIF(b.until, '')::timestamptz, down_since = NULLIF(b.down, '')::timestamptz,
			slow_until = NULLIF(b.slow, '')::timestamptz,
			last_success = CASE WHEN b.answered THEN $1 ELSE h.last_success END,
			last_failure = CASE WHEN b.answered THEN h.last_failure ELSE $1 END
		FROM unnest($2::text[], $3::int[], $4::int[], $5::text[], $6::text[], $7::text[], $8::text[], $9::text[], $10::boolean[])
			AS b (host, failures, opened, until, down, slow, scheme, error, answered)
		WHERE h.host = b.host
---

		UPDATE hosts h SET open_until = NULL, failures = 0, down_since = NULL
		WHERE open_until IS NOT NULL AND EXISTS (
			SELECT FROM deliveries d JOIN outbox_activities a ON a.id = d.activity_id
			WHERE d.host = h.host AND a.post_id = $1 AND d.state = 'waiting')
---

		UPDATE identities SET used_at = $3, lost_at = $4 WHERE issuer = $1 AND subject = $2
---

		UPDATE inbox_items SET state = 'waiting', attempts = 0, run_at = now(), done_at = NULL
		WHERE state = 'held' AND $1 = ANY (domains_of(split_part(actor, '/', 3)))
---

		UPDATE inbox_items i SET state = s.state, reason = s.reason, lease_until = NULL,
			attempts = i.attempts - CASE WHEN s.undo THEN 1 ELSE 0 END,
			run_at = CASE WHEN s.state = 'waiting' THEN now() + make_interval(secs => s.pause) ELSE i.run_at END,
			done_at = CASE WHEN s.state = 'waiting' THEN NULL ELSE now() END
		FROM unnest($1::bigint[], $2::text[], $3::text[], $4::float8[], $5::boolean[]) AS s (id, state, reason, pause, undo)
		WHERE i.id = s.id AND i.state = 'waiting'
---

		UPDATE invitations SET token_hash = $2, created_at = $3, expires_at = $4, by_mail = $5, editor_id = $6 WHERE id = $1
---

		UPDATE mails SET due_at = $3, error = $4
		WHERE id = $1 AND attempts = $2 AND sent_at IS NULL AND ended_at IS NULL
---

		UPDATE mails SET ended_at = $2, body = '', error = $3
		WHERE sent_at IS NULL AND ended_at IS NULL AND created_at < $1 AND due_at <= $2
---

		UPDATE mails SET ended_at = $3, body = '', error = $4
		WHERE id = $1 AND attempts = $2 AND sent_at IS NULL AND ended_at IS NULL
---

		UPDATE mails SET sent_at = $3, body = '', error = ''
		WHERE id = $1 AND attempts = $2 AND sent_at IS NULL AND ended_at IS NULL
---

		UPDATE mails m SET attempts = m.attempts + 1, due_at = $2
		WHERE m.id = (
			SELECT id FROM mails WHERE sent_at IS NULL AND ended_at IS NULL AND due_at <= $1
			ORDER BY due_at, id LIMIT 1 FOR UPDATE SKIP LOCKED)
		RETURNING m.id, m.address, m.name, m.subject, m.body AS text, m.created_at, m.attempts
---

		UPDATE network_items SET shared_at = NULL, share_id = '' WHERE id = $1 AND shared_at IS NOT NULL
---

		UPDATE network_items SET shared_at = now(), share_id = $2 WHERE id = $1 AND shared_at IS NULL
---

		UPDATE network_items i SET shared_at = NULL, share_id = ''
		FROM network_items before JOIN partners pa ON pa.id = before.partner_id JOIN people pe ON pe.uri = pa.person_uri
		WHERE before.id = i.id AND i.shared_at IS NOT NULL AND ((pe.uri = $1 OR $2 <> '' AND (pe.host = $2 OR right(pe.host, length($2) + 1) = '.' || $2)) OR i.author_uri = $1
			OR $2 <> '' AND ($2 = ANY (domains_of(split_part(i.uri, '/', 3))) OR $2 = ANY (domains_of(split_part(i.author_uri, '/', 3)))))
		RETURNING i.id, before.share_id
---

		UPDATE notes SET resolved_at = $3, resolved_by = $4
		WHERE id = $1 AND post_id = $2 AND (resolved_at IS NULL) <> ($3::timestamptz IS NULL)
---

		UPDATE notices SET read_at = $4
		WHERE editor_id = $1 AND (id = $2 OR $3 AND id < $2) AND read_at IS NULL
---

		UPDATE openings SET asked_by = $2, asked_at = $3
		WHERE post_id = $1 AND editor_id <> $2 AND seen_at IS NOT NULL
---

		UPDATE pages SET title = $2, body = $3, html = $4, position = $5, edited_at = now(), version = version + 1
		WHERE slug = $1 AND version = $6
---

		UPDATE partners pa SET state = 'ended', answered_at = now() FROM people pe
		WHERE pe.uri = pa.person_uri AND pa.state IN ('sent', 'accepted') AND (pe.uri = $1 OR $2 <> '' AND (pe.host = $2 OR right(pe.host, length($2) + 1) = '.' || $2))
		RETURNING pa.id
---

		UPDATE people SET blocked_at = now(), block_reason = $2, trusted_at = NULL WHERE uri = $1
---

		UPDATE people SET inbox_gone_at = now() WHERE COALESCE(NULLIF(shared_inbox, ''), inbox) = $1
---

		UPDATE people SET trusted_at = now() WHERE uri = $1 AND trusted_at IS NULL AND blocked_at IS NULL
---

		UPDATE people pe SET trusted_at = c.earlier_trust
		FROM comments c WHERE c.id = $1 AND pe.uri = c.person_uri AND pe.blocked_at IS NULL AND pe.gone_at IS NULL
---

		UPDATE pictures SET
			alt = CASE WHEN alt = '' AND NOT decorative THEN $2 ELSE alt END,
			decorative = decorative OR alt = '' AND $3,
			credit_creator = CASE WHEN credit_creator = '' THEN $4 ELSE credit_creator END,
			credit_title = CASE WHEN credit_creator = '' THEN $5 ELSE credit_title END,
			credit_source = CASE WHEN credit_creator = '' THEN $6 ELSE credit_source END,
			credit_licence = CASE WHEN credit_creator = '' THEN $7 ELSE credit_licence END
		WHERE hash = $1
---

		UPDATE pictures SET alt = $2, decorative = $3, credit_creator = $4, credit_title = $5, credit_source = $6,
			credit_licence = $7, focal_x = $8, focal_y = $9
		WHERE hash = $1
---

		UPDATE pictures SET made_from = $2, crop_x = $3, crop_y = $4, crop_width = $5, crop_height = $6
		WHERE hash = $1 AND made_from IS NULL
---

		UPDATE posts SET
			object_id = $2, form = $3, state = $4, slug = $5, title = $6, summary = $7, body = $8, html = $9,
			plain = $10, language = $11, series_id = $12, author_id = $13, thanks = $14,
			picture_hash = $15, picture_alt = $16, decorative = $17, credit_creator = $18, credit_title = $19,
			credit_source = $20, credit_licence = $21, comment_rule = $22, scheduled_at = $23,
			published_at = $24, edited_at = $25, withdrawn_at = $26, saved_at = now(), version = version + 1,
			pinned_at = CASE WHEN $4 = 'published' THEN pinned_at END,
			submitted_at = CASE WHEN $4 = 'review' THEN submitted_at END,
			submitted_by = CASE WHEN $4 = 'review' THEN submitted_by END,
			submitted_word = CASE WHEN $4 = 'review' THEN submitted_word ELSE '' END,
			submitted_due = CASE WHEN $4 = 'review' THEN submitted_due END,
			take_down_at = CASE WHEN $4 <> 'withdrawn' THEN take_down_at END,
			recheck_at = CASE WHEN $4 <> 'withdrawn' THEN recheck_at END,
			recheck_months = CASE WHEN $4 <> 'withdrawn' THEN recheck_months ELSE 0 END
		WHERE id = $1 AND version = $27
---

		UPDATE posts SET state = 'review', submitted_at = $3, submitted_by = $4, submitted_word = $5, submitted_due = $6::date,
			saved_at = now(), version = version + 1
		WHERE id = $1 AND version = $2 AND state = 'draft'
---

		UPDATE posts SET take_down_at = $2, recheck_at = $3, recheck_months = $4 WHERE id = $1
---

		UPDATE recovery_codes SET used_at = $3 WHERE editor_id = $1 AND code_hash = $2 AND used_at IS NULL
		RETURNING editor_id
---

		UPDATE reports SET closed_at = now(), closed_by = $2 WHERE id = $1 AND closed_at IS NULL
---

		UPDATE sign_in_links SET used_at = $2
		WHERE token_hash = $1 AND used_at IS NULL AND expires_at > $2
		RETURNING editor_id
---

		UPDATE stamps SET audience = $3, shown_at = CASE WHEN $3 IN ('public', 'quiet') THEN shown_at END
		WHERE uri = $1 AND person_uri = $2 AND kind = 'quote' AND audience <> $3
		RETURNING id, COALESCE(post_id::text, '') AS post_id
---

		UPDATE stamps SET revoked_at = now(), shown_at = NULL WHERE id = $1 AND revoked_at IS NULL
---

		UPDATE stamps SET shown_at = CASE WHEN $2 THEN COALESCE(shown_at, now()) END
		WHERE id = $1 AND revoked_at IS NULL AND audience IN ('public', 'quiet')
---

		WITH RECURSIVE line AS (
			(SELECT host, 1 AS place FROM inbox_items WHERE state = 'waiting' AND host > $1 ORDER BY host LIMIT 1)
			UNION ALL
			SELECT (SELECT i.host FROM inbox_items i WHERE i.state = 'waiting' AND i.host > line.host ORDER BY i.host LIMIT 1),
				line.place + 1
			FROM line WHERE line.host IS NOT NULL AND line.place < $2
		)
		SELECT host FROM line WHERE host IS NOT NULL ORDER BY host
---

		WITH RECURSIVE waiting AS ( -- the distinct hosts, by skipping through the index
			(SELECT host FROM deliveries WHERE state = 'waiting' ORDER BY host LIMIT 1)
			UNION ALL
			SELECT (SELECT d.host FROM deliveries d WHERE d.state = 'waiting' AND d.host > w.host ORDER BY d.host LIMIT 1)
			FROM waiting w WHERE w.host IS NOT NULL
		), reachable AS (
			SELECT w.host, COALESCE(h.scheme, '') AS scheme, h.open_until IS NOT NULL AS open, staff.refuse,
				CASE WHEN h.open_until IS NULL AND (h.slow_until IS NULL OR h.slow_until <= $1) THEN $3 ELSE least(1, $3) END - (
					SELECT count(*) FROM deliveries busy
					WHERE busy.host = w.host AND busy.state = 'waiting' AND busy.lease_until > $1) AS slots
			FROM waiting w LEFT JOIN hosts h ON h.host = w.host
			CROSS JOIN LATERAL (SELECT EXISTS (SELECT FROM hosts b
				WHERE b.host = ANY (domains_of(w.host)) AND b.blocked_at IS NOT NULL AND b.severity = 'suspend') AS refuse) staff
			WHERE w.host IS NOT NULL AND (h.open_until IS NULL OR h.open_until <= $1)
				AND CASE WHEN staff.refuse
					THEN EXISTS (SELECT FROM deliveries d WHERE d.host = w.host AND d.state = 'waiting' AND d.parting AND d.run_at <= $1 AND (d.lease_until IS NULL OR d.lease_until <= $1)
	AND (d.object_id = '' OR NOT EXISTS (SELECT FROM deliveries earlier
		WHERE earlier.state = 'waiting' AND earlier.parting AND earlier.host = d.host AND earlier.object_id = d.object_id
			AND earlier.id < d.id AND earlier.activity_id <> d.activity_id)))
					ELSE EXISTS (SELECT FROM deliveries d WHERE d.host = w.host AND d.state = 'waiting' AND d.run_at <= $1
						AND (d.lease_until IS NULL OR d.lease_until <= $1)) END
			ORDER BY random() LIMIT $4
		), candidate AS MATERIALIZED (
			SELECT d.id, d.run_at, r.host, r.scheme
			FROM reachable r CROSS JOIN LATERAL (
				SELECT d.id, d.run_at FROM deliveries d WHERE d.host = r.host AND d.state = 'waiting' AND d.run_at <= $1 AND (d.lease_until IS NULL OR d.lease_until <= $1)
	AND (d.object_id = '' OR NOT EXISTS (SELECT FROM deliveries earlier
		WHERE earlier.state = 'waiting' AND earlier.host = d.host AND earlier.object_id = d.object_id
			AND earlier.id < d.id AND earlier.activity_id <> d.activity_id))
				ORDER BY d.run_at, d.id LIMIT greatest(0, r.slots)
				FOR UPDATE SKIP LOCKED
			) d WHERE NOT r.open AND NOT r.refuse
		), parting AS MATERIALIZED (
			SELECT d.id, d.run_at, r.host, r.scheme
			FROM reachable r CROSS JOIN LATERAL (
				SELECT d.id, d.run_at FROM deliveries d WHERE d.host = r.host AND d.state = 'waiting' AND d.parting AND d.run_at <= $1 AND (d.lease_until IS NULL OR d.lease_until <= $1)
	AND (d.object_id = '' OR NOT EXISTS (SELECT FROM deliveries earlier
		WHERE earlier.state = 'waiting' AND earlier.parting AND earlier.host = d.host AND earlier.object_id = d.object_id
			AND earlier.id < d.id AND earlier.activity_id <> d.activity_id))
				ORDER BY d.run_at, d.id LIMIT greatest(0, r.slots)
				FOR UPDATE SKIP LOCKED
			) d WHERE r.refuse
		), probe AS MATERIALIZED (
			SELECT d.id, d.run_at, r.scheme
			FROM reachable r CROSS JOIN LATERAL (
				SELECT d.id, d.run_at FROM deliveries d WHERE d.host = r.host AND d.state = 'waiting' AND d.run_at <= $1 AND (d.lease_until IS NULL OR d.lease_until <= $1)
	AND (d.object_id = '' OR NOT EXISTS (SELECT FROM deliveries earlier
		WHERE earlier.state = 'waiting' AND earlier.host = d.host AND earlier.object_id = d.object_id
			AND earlier.id < d.id AND earlier.activity_id <> d.activity_id))
				ORDER BY d.id LIMIT greatest(0, r.slots)
				FOR UPDATE SKIP LOCKED
			) d WHERE r.open AND NOT r.refuse
		), picked AS (
			SELECT id, scheme FROM (
				SELECT id, scheme, run_at, row_number() OVER (PARTITION BY host ORDER BY run_at, id) AS turn
				FROM (SELECT id, scheme, run_at, host FROM candidate UNION ALL SELECT id, scheme, run_at, host FROM parting) c
				UNION ALL SELECT id, scheme, run_at, 1 FROM probe
			) c ORDER BY turn, run_at, id LIMIT $4
		)
		UPDATE deliveries d SET lease_until = $2, attempts = attempts + 1
		FROM picked p, outbox_activities a
		WHERE d.id = p.id AND a.id = d.activity_id
		RETURNING d.id, a.uri AS activity_id, a.sender, d.object_id, d.host, d.inbox, a.body,
			d.attempts - 1 AS attempts, d.code, d.created_at, p.scheme, a.to_followers AS followers, d.parting
---

		WITH audience AS (
			SELECT person_uri AS uri FROM followers WHERE $3
			UNION SELECT person_uri FROM comments WHERE post_id = $4::uuid AND person_uri IS NOT NULL
			UNION SELECT person_uri FROM reactions WHERE post_id = $4::uuid
			UNION SELECT person_uri FROM partners WHERE $6 AND state = 'accepted'
			UNION SELECT unnest($5::text[])
			UNION (SELECT DISTINCT ON (host) uri FROM people
				WHERE $8 AND gone_at IS NULL AND blocked_at IS NULL AND inbox_gone_at IS NULL AND inbox <> ''
				ORDER BY host, shared_inbox = '', uri)
		)
		INSERT INTO deliveries (activity_id, host, inbox, object_id)
		SELECT DISTINCT ON (inbox) $1::uuid, pe.host, COALESCE(NULLIF(pe.shared_inbox, ''), pe.inbox) AS inbox, $2
		FROM audience a JOIN people pe ON pe.uri = a.uri
		WHERE pe.gone_at IS NULL AND pe.blocked_at IS NULL AND pe.inbox_gone_at IS NULL AND pe.inbox <> ''
			AND ($7 = '' OR pe.host = $7)
			AND NOT EXISTS (SELECT FROM hosts b
		WHERE b.host = ANY (domains_of(pe.host)) AND b.blocked_at IS NOT NULL AND b.severity = 'suspend')
		ORDER BY inbox
		ON CONFLICT (activity_id, inbox) DO NOTHING
---

		WITH before AS (SELECT max(beat_at) AS at FROM heartbeat)
		INSERT INTO heartbeat (beat_at) VALUES (clock_timestamp())
		ON CONFLICT (one) DO UPDATE SET beat_at = EXCLUDED.beat_at
		RETURNING or_never((SELECT at FROM before)) AS last, beat_at AS now
---

		WITH due AS (
			SELECT c.id FROM comments c JOIN posts po ON po.id = c.post_id
			WHERE c.origin = 'fediverse' AND c.walks < 5 AND c.raw IS NOT NULL AND c.verdict = 'approved' AND c.audience IN ('public', 'quiet') AND po.state = 'published'
				AND COALESCE(c.walked_at, c.received_at) + make_interval(secs => ($2::float8[])[c.walks + 1]) <= $1
			ORDER BY COALESCE(c.walked_at, c.received_at) LIMIT $3
			FOR UPDATE OF c SKIP LOCKED
		)
		UPDATE comments c SET walks = c.walks + 1, walked_at = $1
		FROM due WHERE c.id = due.id
		RETURNING c.id, c.uri, c.raw
---

		WITH due AS (
			SELECT d.id, d.actor, h.host FROM unnest($2::text[]) AS h (host) CROSS JOIN LATERAL (
				SELECT id, actor FROM inbox_items
				WHERE state = 'waiting' AND host = h.host AND run_at <= now() AND (lease_until IS NULL OR lease_until < now())
					AND actor <> ALL (ARRAY( -- once, and few: not for each that waits
						SELECT actor FROM inbox_items WHERE state = 'waiting' AND lease_until >= now()))
				ORDER BY id LIMIT $4
				FOR UPDATE SKIP LOCKED
			) AS d
			WHERE h.host <> ALL (ARRAY(SELECT host FROM inbox_items WHERE state = 'waiting' AND lease_until >= now()))
		), first AS (
			SELECT DISTINCT ON (actor) id, host FROM due ORDER BY actor, id
		), turns AS (
			SELECT id, host, row_number() OVER (PARTITION BY host ORDER BY id) AS turn FROM first
		), chosen AS (
			SELECT id, turn FROM turns ORDER BY turn, host LIMIT $3
		)
		UPDATE inbox_items i SET lease_until = now() + make_interval(secs => $1), attempts = attempts + 1
		FROM chosen WHERE i.id = chosen.id
		RETURNING i.id, i.activity_id, i.type, i.actor, i.object_id, i.forwarded, i.actor_gone, i.host, i.body, i.received_at,
			i.attempts, chosen.turn
---

		WITH due AS (
			SELECT i.id FROM 
	network_items i
	JOIN partners pa ON pa.id = i.partner_id
	JOIN people pe ON pe.uri = pa.person_uri
			WHERE i.walks < 5 AND i.raw IS NOT NULL AND pa.trust = 'trusted' AND pa.state = 'accepted' AND pe.blocked_at IS NULL AND pe.gone_at IS NULL
	AND NOT EXISTS (SELECT FROM hosts b
		WHERE b.host = ANY (domains_of(pe.host)) AND b.blocked_at IS NOT NULL AND b.severity <> 'silence') AND NOT (EXISTS (SELECT FROM people author
		WHERE author.uri = i.author_uri AND author.blocked_at IS NOT NULL)
	OR EXISTS (SELECT FROM hosts b
		WHERE b.host = ANY (domains_of(split_part(i.uri, '/', 3))) AND b.blocked_at IS NOT NULL AND b.severity <> 'silence'))
				AND COALESCE(i.walked_at, i.received_at) + make_interval(secs => ($2::float8[])[i.walks + 1]) <= $1
			ORDER BY COALESCE(i.walked_at, i.received_at) LIMIT $3
			FOR UPDATE OF i SKIP LOCKED
		)
		UPDATE network_items i SET walks = i.walks + 1, walked_at = $1
		FROM due WHERE i.id = due.id
		RETURNING i.id, i.uri, i.raw
---

		WITH following AS (
			SELECT pe.host, count(*) AS followers, max(f.since) AS newest
			FROM followers f JOIN people pe ON pe.uri = f.person_uri
			WHERE $1 = '' OR strpos(pe.host, lower($1)) > 0 OR strpos(lower(pe.name || ' ' || pe.handle), lower($1)) > 0
			GROUP BY pe.host
		)
		SELECT 
	h.host AS name, CASE WHEN h.blocked_at IS NULL THEN '' ELSE h.severity END AS severity,
	or_never(h.blocked_at) AS blocked_at, h.block_reason, COALESCE(h.list_id::text, '') AS list_id,
	COALESCE((SELECT l.url FROM block_lists l WHERE l.id = h.list_id), '') AS list, h.failures,
	or_never(h.open_until) AS open_until, or_never(h.last_success) AS last_success, h.last_error,
	(SELECT count(*) FROM deliveries d WHERE d.host = h.host AND d.state = 'waiting') AS waiting, fo.followers, fo.newest FROM following fo JOIN hosts h ON h.host = fo.host
		ORDER BY fo.followers DESC, h.host LIMIT $2
---

		WITH gone AS (DELETE FROM followers WHERE person_uri = $1 RETURNING person_uri, follow_id)
		INSERT INTO farewells (person_uri, follow_id) SELECT person_uri, follow_id FROM gone
		ON CONFLICT (person_uri) DO UPDATE SET follow_id = EXCLUDED.follow_id
---

		WITH held AS (
			SELECT c.id, c.received_at, c.suspicion <> '' AS suspicious,
				NOT $1 AND pe.host IS NOT NULL AND count(*) OVER (PARTITION BY pe.host) > $8 AS loud, (CASE WHEN $1::boolean THEN c.post_id IS NULL AND c.origin = 'fediverse' ELSE c.post_id IS NOT NULL END
	AND ($2::text = '' OR c.origin = $2) AND ($3::text = '' OR c.post_id::text = $3) AND ($4::text = '' OR pe.host = $4)
	AND ($5::timestamptz IS NULL OR c.received_at >= $5) AND ($6::timestamptz IS NULL OR c.received_at < $6)) AS fits
			FROM comments c LEFT JOIN people pe ON pe.uri = c.person_uri
			WHERE c.verdict = 'held' AND (c.post_id IS NULL) = $1
		), line AS (
			SELECT id, row_number() OVER (ORDER BY suspicious, loud, received_at, id) AS place FROM held
			WHERE fits ORDER BY place LIMIT $7
		)
		SELECT 
	c.id, c.uri, COALESCE(c.post_id::text, '') AS post_id, COALESCE(c.parent_id::text, '') AS parent_id, c.origin, c.audience, c.verdict,
	c.reason, c.suspicion, c.signs, c.name, c.email, COALESCE(c.editor_id::text, '') AS editor_id, c.html, c.plain AS text, c.markdown,
	c.language, c.url, c.published_at AS published, c.received_at AS received, or_never(c.edited_at) AS edited,
	c.depth, c.path, c.quote, c.quote_approved,
	COALESCE(pe.uri, '') AS "person.uri", COALESCE(pe.handle, '') AS "person.handle",
	COALESCE(pe.name, '') AS "person.name", COALESCE(pe.url, '') AS "person.url",
	COALESCE(pe.host, '') AS "person.host", COALESCE(pe.inbox, '') AS "person.inbox",
	COALESCE(pe.icon_url, '') AS "person.icon_url",
	or_never(pe.trusted_at) AS "person.trusted_at", or_never(pe.blocked_at) AS "person.blocked_at",
	(SELECT count(*) FROM reactions r WHERE r.comment_id = c.id AND r.kind = 'like') AS likes,
	COALESCE(po.title, '') AS post_title,
	COALESCE(CASE po.form WHEN 'event' THEN '/events/' ELSE '/posts/' END || po.slug, '') AS post_path,
	COALESCE(parent.uri, '') AS parent_uri FROM 
	comments c
	LEFT JOIN posts po ON po.id = c.post_id -- none for mentions, which are never shown
	LEFT JOIN people pe ON pe.uri = c.person_uri
	LEFT JOIN comments parent ON parent.id = c.parent_id JOIN line ON line.id = c.id ORDER BY line.place
---

		WITH new AS (SELECT gen_random_uuid() AS id)
		INSERT INTO comments (id, uri, post_id, parent_id, path, depth, origin, audience, verdict, reason, suspicion, signs,
			person_uri, name, email, editor_id, html, plain, markdown, language, url, raw, published_at, edited_at,
			quote, quote_approved)
		SELECT new.id, COALESCE($1, $2 || new.id), $3, $4,
			-- A step of the path is the time of the comment and a random tail: sorted, a
			-- thread reads depth first and, among siblings, in the order of time.
			$5 || '/' || lpad(to_hex((extract(epoch FROM $6::timestamptz) * 1000)::bigint), 11, '0') || left(new.id::text, 8),
			$7, $8, $9, $10, $11, $12, $26, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $6, $23, $24, $25
		FROM new
		ON CONFLICT (uri) DO NOTHING
		RETURNING id, uri, path
---

		WITH queue AS (
			SELECT c.origin, c.post_id, pe.host FROM comments c LEFT JOIN people pe ON pe.uri = c.person_uri
			WHERE c.verdict = $1 AND (c.post_id IS NULL) = $2::boolean AND (NOT $2 OR c.origin = 'fediverse')
		), portions AS (
			SELECT origin AS what, 'origin' AS by, '' AS title, count(*) AS n FROM queue GROUP BY origin
			UNION ALL
			SELECT po.id::text, 'post', po.title, count(*) FROM queue JOIN posts po ON po.id = queue.post_id GROUP BY po.id
			UNION ALL
			SELECT host, 'host', '', count(*) FROM queue WHERE host IS NOT NULL GROUP BY host
		), ranked AS (
			SELECT what, by, title, n, row_number() OVER (PARTITION BY by ORDER BY n DESC, what) AS place FROM portions
		)
		SELECT what, by, title, n FROM ranked WHERE place <= $3 ORDER BY by, place
---

		WITH recent AS (
			SELECT c.id, c.post_id, c.published_at FROM comments c JOIN posts po ON po.id = c.post_id
			LEFT JOIN people pe ON pe.uri = c.person_uri
			WHERE c.audience = 'public' AND c.origin <> 'blog' AND c.verdict = 'approved' AND c.audience IN ('public', 'quiet') AND po.state = 'published'
				AND (pe.uri IS NULL OR NOT EXISTS (SELECT FROM hosts b
		WHERE b.host = ANY (domains_of(pe.host)) AND b.blocked_at IS NOT NULL))
			ORDER BY c.published_at DESC, c.id LIMIT 50 * $1::int -- as far back as a front page looks
		), latest AS (
			SELECT DISTINCT ON (post_id) id FROM recent ORDER BY post_id, published_at DESC, id
		)
		SELECT 
	c.id, c.uri, COALESCE(c.post_id::text, '') AS post_id, COALESCE(c.parent_id::text, '') AS parent_id, c.origin, c.audience, c.verdict,
	c.reason, c.suspicion, c.signs, c.name, c.email, COALESCE(c.editor_id::text, '') AS editor_id, c.html, c.plain AS text, c.markdown,
	c.language, c.url, c.published_at AS published, c.received_at AS received, or_never(c.edited_at) AS edited,
	c.depth, c.path, c.quote, c.quote_approved,
	COALESCE(pe.uri, '') AS "person.uri", COALESCE(pe.handle, '') AS "person.handle",
	COALESCE(pe.name, '') AS "person.name", COALESCE(pe.url, '') AS "person.url",
	COALESCE(pe.host, '') AS "person.host", COALESCE(pe.inbox, '') AS "person.inbox",
	COALESCE(pe.icon_url, '') AS "person.icon_url",
	or_never(pe.trusted_at) AS "person.trusted_at", or_never(pe.blocked_at) AS "person.blocked_at",
	(SELECT count(*) FROM reactions r WHERE r.comment_id = c.id AND r.kind = 'like') AS likes,
	COALESCE(po.title, '') AS post_title,
	COALESCE(CASE po.form WHEN 'event' THEN '/events/' ELSE '/posts/' END || po.slug, '') AS post_path,
	COALESCE(parent.uri, '') AS parent_uri FROM 
	comments c
	LEFT JOIN posts po ON po.id = c.post_id -- none for mentions, which are never shown
	LEFT JOIN people pe ON pe.uri = c.person_uri
	LEFT JOIN comments parent ON parent.id = c.parent_id JOIN latest ON latest.id = c.id
		ORDER BY c.published_at DESC, c.id LIMIT $1
---

		WITH refused AS (
			SELECT w.host FROM (SELECT DISTINCT host FROM deliveries WHERE state = 'waiting') w
			WHERE EXISTS (SELECT FROM hosts b
				WHERE b.host = ANY (domains_of(w.host)) AND b.blocked_at IS NOT NULL AND b.severity = 'suspend')
		)
		SELECT count(*) AS waiting, count(*) FILTER (WHERE h.open_until IS NOT NULL) AS held,
			or_never(min(d.run_at) FILTER (WHERE h.open_until IS NULL AND (d.parting OR d.host NOT IN (SELECT host FROM refused))
				AND d.state = 'waiting' AND d.run_at <= $1 AND (d.lease_until IS NULL OR d.lease_until <= $1)
	AND (d.object_id = '' OR NOT EXISTS (SELECT FROM deliveries earlier
		WHERE earlier.state = 'waiting' AND earlier.host = d.host AND earlier.object_id = d.object_id
			AND earlier.id < d.id AND earlier.activity_id <> d.activity_id)))) AS oldest,
			(SELECT count(*) FROM hosts WHERE open_until IS NOT NULL) AS open
		FROM deliveries d LEFT JOIN hosts h ON h.host = d.host WHERE d.state = 'waiting'
---

		WITH span AS (
			SELECT $1::date::timestamp AT TIME ZONE $3 AS began, $2::date::timestamp AT TIME ZONE $3 AS ended
		), replies AS (
			SELECT (c.received_at AT TIME ZONE $3)::date AS day, count(*) AS n
			FROM span, comments c JOIN posts po ON po.id = c.post_id
			WHERE c.received_at >= span.began AND c.received_at < span.ended AND c.origin <> 'blog' AND c.verdict = 'approved' AND c.audience IN ('public', 'quiet') AND po.state = 'published'
				AND ($4::uuid IS NULL OR c.post_id = $4)
			GROUP BY 1
		), reactions AS (
			SELECT (r.at AT TIME ZONE $3)::date AS day, count(*) FILTER (WHERE r.kind = 'like') AS likes,
				count(*) FILTER (WHERE r.kind = 'share') AS shares
			FROM span, reactions r
			WHERE r.at >= span.began AND r.at < span.ended AND r.post_id IS NOT NULL AND ($4::uuid IS NULL OR r.post_id = $4)
			GROUP BY 1
		), readings AS (
			SELECT day, sum(views) AS n FROM page_views
			WHERE day >= $1::date AND day < $2::date AND ($4::uuid IS NULL OR post_id = $4)
			GROUP BY 1
		)
		SELECT g.day::date AS day, c.day IS NOT NULL AS counted, COALESCE(c.reckoned, false) AS reckoned,
			COALESCE(c.followers, 0) AS followers, COALESCE(replies.n, 0) AS replies,
			COALESCE(reactions.likes, 0) AS likes, COALESCE(reactions.shares, 0) AS shares,
			COALESCE(readings.n, 0) AS views, COALESCE(c.delivered, 0) AS delivered, COALESCE(c.failed, 0) AS failed
		FROM generate_series($1::date, $2::date - 1, interval '1 day') AS g (day)
		LEFT JOIN daily_counts c ON c.day = g.day::date AND $4::uuid IS NULL
		LEFT JOIN replies ON replies.day = g.day::date
		LEFT JOIN reactions ON reactions.day = g.day::date
		LEFT JOIN readings ON readings.day = g.day::date
		ORDER BY 1
---

		WITH wanted AS (SELECT websearch_to_tsquery('english', plain_text($1)) AS query)
		SELECT 
	p.id, p.object_id, p.form, p.state, p.slug, p.title, p.summary, p.body, p.html, p.plain AS text,
	p.language, COALESCE(p.series_id::text, '') AS series_id, COALESCE(se.title, '') AS series,
	COALESCE(au.id::text, '') AS "author.id", COALESCE(au.slug, '') AS "author.slug",
	COALESCE(au.name, '') AS "author.name", COALESCE(au.guest, false) AS "author.guest",
	COALESCE(au.bio, '') AS "author.bio", COALESCE(au.handle, '') AS "author.handle",
	COALESCE(au.url, '') AS "author.url",
	p.thanks, p.comment_rule AS comments, p.version, p.created_at,
	or_never(p.published_at) AS published_at, or_never(p.edited_at) AS edited_at,
	or_never(p.scheduled_at) AS scheduled_at, or_never(p.withdrawn_at) AS withdrawn_at,
	or_never(p.pinned_at) AS pinned_at,
	or_never(p.submitted_at) AS "submission.at", COALESCE(p.submitted_by::text, '') AS "submission.by",
	p.submitted_word AS "submission.word", or_never(p.submitted_due) AS "submission.due",
	or_never(p.take_down_at) AS "dates.take_down_at", or_never(p.recheck_at) AS "dates.recheck_at",
	p.recheck_months AS "dates.recheck_months",
	COALESCE(pi.hash, '') AS "picture.hash", COALESCE(pi.ext, '') AS "picture.ext",
	COALESCE(pi.media_type, '') AS "picture.media_type", COALESCE(pi.width, 0) AS "picture.width",
	COALESCE(pi.height, 0) AS "picture.height", COALESCE(pi.blurhash, '') AS "picture.blurhash",
	COALESCE(pi.widths, '{}') AS picture_widths,
	COALESCE(pi.focal_x, 0) AS "picture.focal.x", COALESCE(pi.focal_y, 0) AS "picture.focal.y",
	p.picture_alt AS "picture.alt", p.decorative AS "picture.decorative",
	p.credit_creator AS "picture.credit.creator", p.credit_title AS "picture.credit.title",
	p.credit_source AS "picture.credit.source", p.credit_licence AS "picture.credit.licence",
	ARRAY(SELECT t.label FROM post_tags t WHERE t.post_id = p.id ORDER BY t.position) AS tag_labels,
	(SELECT count(*) FROM reactions r WHERE r.post_id = p.id AND r.kind = 'like') AS likes,
	(SELECT count(*) FROM reactions r WHERE r.post_id = p.id AND r.kind = 'share') AS shares,
	(SELECT count(*) FROM comments c WHERE c.post_id = p.id AND c.verdict = 'approved') AS replies,
			ts_headline('english', CASE WHEN p.plain = '' THEN p.summary ELSE left(p.plain, 20000) END, wanted.query,
				'StartSel='||chr(2)||', StopSel='||chr(3)||', MaxWords=35, MinWords=15, MaxFragments=1') AS passage
		FROM 
	posts p
	LEFT JOIN authors au ON au.id = p.author_id
	LEFT JOIN pictures pi ON pi.hash = p.picture_hash
	LEFT JOIN series se ON se.id = p.series_id, wanted
		WHERE p.state = 'published' AND (p.search @@ wanted.query OR similarity(lower(p.title), lower($1)) > 0.3)
		ORDER BY ts_rank_cd(p.search, wanted.query) DESC, similarity(lower(p.title), lower($1)) DESC,
			p.published_at DESC
		LIMIT $2 OFFSET $3
---

		WITH who AS (SELECT uri FROM people WHERE uri = $1 OR $2 <> '' AND $2 = ANY (domains_of(host)))
		SELECT c.post_id FROM comments c JOIN who ON who.uri = c.person_uri WHERE c.verdict = 'approved'
		UNION
		SELECT COALESCE(r.post_id, c.post_id) FROM reactions r JOIN who ON who.uri = r.person_uri
			LEFT JOIN comments c ON c.id = r.comment_id
		UNION
		SELECT st.post_id FROM stamps st JOIN who ON who.uri = st.person_uri WHERE st.shown_at IS NOT NULL
---

		WITH who AS (SELECT uri, trusted_at FROM people WHERE uri = $1 OR $2 <> '' AND $2 = ANY (domains_of(host)))
		SELECT (SELECT count(*) FROM followers f JOIN who ON who.uri = f.person_uri) AS followers,
			(SELECT count(*) FROM comments c JOIN who ON who.uri = c.person_uri
				WHERE c.verdict IN ('held', 'approved')) AS comments,
			(SELECT count(*) FROM comments c JOIN who ON who.uri = c.person_uri
				WHERE c.verdict = 'approved') AS shown,
			(SELECT count(*) FROM partners pa JOIN who ON who.uri = pa.person_uri
				WHERE pa.state IN ('sent', 'accepted')) AS partners,
			(SELECT count(*) FROM who WHERE trusted_at IS NOT NULL) AS trusted,
			(SELECT count(*) FROM network_items i WHERE i.shared_at IS NOT NULL AND (i.author_uri = $1
				OR $2 <> '' AND $2 = ANY (domains_of(split_part(i.uri, '/', 3))))) AS shares
---

	SELECT p.id, p.title, p.slug, p.form, p.published_at, p.views, p.replies, p.likes, p.shares,
		told.delivered, told.servers, told.failing, told.failed
	FROM (SELECT id, title, slug, form, published_at, views, replies, likes, shares FROM (
		SELECT p.id, p.title, p.slug, p.form, p.published_at, reacted.likes, reacted.shares,
			(SELECT COALESCE(sum(v.views), 0) FROM page_views v
				WHERE v.post_id = p.id AND v.day >= $1::date AND v.day < $2::date) AS views,
			(SELECT count(*) FROM comments c JOIN posts po ON po.id = c.post_id
				WHERE c.post_id = p.id AND c.origin <> 'blog' AND c.verdict = 'approved' AND c.audience IN ('public', 'quiet') AND po.state = 'published'
					AND c.received_at >= $1::date::timestamp AT TIME ZONE $3
					AND c.received_at < $2::date::timestamp AT TIME ZONE $3) AS replies
		FROM posts p,
			LATERAL (SELECT count(*) FILTER (WHERE r.kind = 'like') AS likes, count(*) FILTER (WHERE r.kind = 'share') AS shares
				FROM reactions r WHERE r.post_id = p.id AND r.at >= $1::date::timestamp AT TIME ZONE $3
					AND r.at < $2::date::timestamp AT TIME ZONE $3) reacted
		WHERE p.state = 'published') moved
		WHERE $4::uuid IS NULL OR id = $4 ORDER BY published_at DESC, id DESC LIMIT $5) p,
	LATERAL (SELECT count(DISTINCT d.host) FILTER (WHERE d.state = 'delivered') AS delivered,
		count(DISTINCT d.host) FILTER (WHERE d.state <> 'replaced') AS servers,
		count(*) FILTER (WHERE d.state = 'waiting' AND d.attempts > 0) AS failing,
		count(*) FILTER (WHERE d.state = 'failed') AS failed
		FROM deliveries d JOIN outbox_activities a ON a.id = d.activity_id WHERE a.post_id = p.id) told
		ORDER BY p.published_at DESC, p.id DESC
---

	SELECT p.id, p.title, p.slug, p.form, p.published_at, p.views, p.replies, p.likes, p.shares,
		told.delivered, told.servers, told.failing, told.failed
	FROM (SELECT id, title, slug, form, published_at, views, replies, likes, shares FROM (
		SELECT p.id, p.title, p.slug, p.form, p.published_at, reacted.likes, reacted.shares,
			(SELECT COALESCE(sum(v.views), 0) FROM page_views v
				WHERE v.post_id = p.id AND v.day >= $1::date AND v.day < $2::date) AS views,
			(SELECT count(*) FROM comments c JOIN posts po ON po.id = c.post_id
				WHERE c.post_id = p.id AND c.origin <> 'blog' AND c.verdict = 'approved' AND c.audience IN ('public', 'quiet') AND po.state = 'published'
					AND c.received_at >= $1::date::timestamp AT TIME ZONE $3
					AND c.received_at < $2::date::timestamp AT TIME ZONE $3) AS replies
		FROM posts p,
			LATERAL (SELECT count(*) FILTER (WHERE r.kind = 'like') AS likes, count(*) FILTER (WHERE r.kind = 'share') AS shares
				FROM reactions r WHERE r.post_id = p.id AND r.at >= $1::date::timestamp AT TIME ZONE $3
					AND r.at < $2::date::timestamp AT TIME ZONE $3) reacted
		WHERE p.state = 'published') moved
		WHERE views + replies + likes + shares > 0
		ORDER BY replies DESC, shares DESC, likes DESC, views DESC, published_at DESC, id LIMIT $4) p,
	LATERAL (SELECT count(DISTINCT d.host) FILTER (WHERE d.state = 'delivered') AS delivered,
		count(DISTINCT d.host) FILTER (WHERE d.state <> 'replaced') AS servers,
		count(*) FILTER (WHERE d.state = 'waiting' AND d.attempts > 0) AS failing,
		count(*) FILTER (WHERE d.state = 'failed') AS failed
		FROM deliveries d JOIN outbox_activities a ON a.id = d.activity_id WHERE a.post_id = p.id) told
		ORDER BY p.replies DESC, p.shares DESC, p.likes DESC, p.views DESC, p.published_at DESC, p.id
---
DELETE FROM aliases WHERE uri = $1
---
DELETE FROM attempts WHERE at < $1
---
DELETE FROM attempts WHERE key_hash = $1
---
DELETE FROM authenticators WHERE editor_id = $1
---
DELETE FROM block_list_entries WHERE list_id = $1 AND host = $2
---
DELETE FROM block_lists WHERE id = $1
---
DELETE FROM ceremonies WHERE editor_id = $1
---
DELETE FROM ceremonies WHERE expires_at <= $1
---
DELETE FROM contexts WHERE walked_at <= $1
---
DELETE FROM farewells WHERE person_uri = $1
---
DELETE FROM files WHERE hash = $1
---
DELETE FROM followers WHERE person_uri = $1
---
DELETE FROM invitations WHERE expires_at <= $1
---
DELETE FROM invitations WHERE id = $1
---
DELETE FROM known_browsers WHERE seen_at < $1
---
DELETE FROM mails WHERE COALESCE(sent_at, ended_at) < $1
---
DELETE FROM network_items WHERE id = $1
---
DELETE FROM notices WHERE read_at < $1 OR created_at < $2
---
DELETE FROM passkeys WHERE editor_id = $1
---
DELETE FROM passkeys WHERE editor_id = $1 AND id = $2 RETURNING name
---
DELETE FROM people_keys WHERE owner = $1
---
DELETE FROM pictures WHERE hash = $1
---
DELETE FROM post_tags WHERE post_id = $1
---
DELETE FROM reactions WHERE person_uri = $1
---
DELETE FROM reactions r USING people pe WHERE pe.uri = r.person_uri AND (pe.uri = $1 OR $2 <> '' AND (pe.host = $2 OR right(pe.host, length($2) + 1) = '.' || $2))
---
DELETE FROM recovery_codes WHERE editor_id = $1
---
DELETE FROM sessions WHERE editor_id = $1 AND id = $2 RETURNING id
---
DELETE FROM sessions WHERE editor_id = $1 AND token_hash <> $2
---
DELETE FROM sessions WHERE expires_at <= $1 OR seen_at <= $2
---
DELETE FROM sessions WHERE token_hash = $1
---
DELETE FROM setup_tokens
---
DELETE FROM setup_tokens WHERE expires_at <= $1
---
DELETE FROM sign_in_links WHERE editor_id = $1 AND used_at IS NULL
---
DELETE FROM sign_in_links WHERE expires_at <= $1
---
DELETE FROM stamps WHERE person_uri = $1
---
DELETE FROM watched_ranges WHERE range = $1::cidr
---
DELETE FROM watched_words WHERE folded = $1
---
DELETE FROM working_copies WHERE kept_at < $1
---
INSERT INTO attempts (key_hash, at) VALUES ($1, $2)
---
INSERT INTO contexts (uri, walked_at) VALUES ($1, $2) ON CONFLICT DO NOTHING
---
INSERT INTO hosts (host) VALUES ($1) ON CONFLICT DO NOTHING
---
INSERT INTO mails (address, name, subject, body) VALUES ($1, $2, $3, $4)
---
INSERT INTO moves (target, moved_at) VALUES ($1, $2)
---
INSERT INTO recovery_codes (code_hash, editor_id) VALUES ($1, $2)
---
INSERT INTO setup_tokens (token_hash, expires_at) VALUES ($1, $2)
---
SELECT 
	c.id, c.uri, COALESCE(c.post_id::text, '') AS post_id, COALESCE(c.parent_id::text, '') AS parent_id, c.origin, c.audience, c.verdict,
	c.reason, c.suspicion, c.signs, c.name, c.email, COALESCE(c.editor_id::text, '') AS editor_id, c.html, c.plain AS text, c.markdown,
	c.language, c.url, c.published_at AS published, c.received_at AS received, or_never(c.edited_at) AS edited,
	c.depth, c.path, c.quote, c.quote_approved,
	COALESCE(pe.uri, '') AS "person.uri", COALESCE(pe.handle, '') AS "person.handle",
	COALESCE(pe.name, '') AS "person.name", COALESCE(pe.url, '') AS "person.url",
	COALESCE(pe.host, '') AS "person.host", COALESCE(pe.inbox, '') AS "person.inbox",
	COALESCE(pe.icon_url, '') AS "person.icon_url",
	or_never(pe.trusted_at) AS "person.trusted_at", or_never(pe.blocked_at) AS "person.blocked_at",
	(SELECT count(*) FROM reactions r WHERE r.comment_id = c.id AND r.kind = 'like') AS likes,
	COALESCE(po.title, '') AS post_title,
	COALESCE(CASE po.form WHEN 'event' THEN '/events/' ELSE '/posts/' END || po.slug, '') AS post_path,
	COALESCE(parent.uri, '') AS parent_uri FROM 
	comments c
	LEFT JOIN posts po ON po.id = c.post_id -- none for mentions, which are never shown
	LEFT JOIN people pe ON pe.uri = c.person_uri
	LEFT JOIN comments parent ON parent.id = c.parent_id
			WHERE c.post_id IS NULL AND c.path >= $1 AND (c.path = $1 OR c.path LIKE $1 || '/%')
			ORDER BY c.path LIMIT $2
---
SELECT 
	c.id, c.uri, COALESCE(c.post_id::text, '') AS post_id, COALESCE(c.parent_id::text, '') AS parent_id, c.origin, c.audience, c.verdict,
	c.reason, c.suspicion, c.signs, c.name, c.email, COALESCE(c.editor_id::text, '') AS editor_id, c.html, c.plain AS text, c.markdown,
	c.language, c.url, c.published_at AS published, c.received_at AS received, or_never(c.edited_at) AS edited,
	c.depth, c.path, c.quote, c.quote_approved,
	COALESCE(pe.uri, '') AS "person.uri", COALESCE(pe.handle, '') AS "person.handle",
	COALESCE(pe.name, '') AS "person.name", COALESCE(pe.url, '') AS "person.url",
	COALESCE(pe.host, '') AS "person.host", COALESCE(pe.inbox, '') AS "person.inbox",
	COALESCE(pe.icon_url, '') AS "person.icon_url",
	or_never(pe.trusted_at) AS "person.trusted_at", or_never(pe.blocked_at) AS "person.blocked_at",
	(SELECT count(*) FROM reactions r WHERE r.comment_id = c.id AND r.kind = 'like') AS likes,
	COALESCE(po.title, '') AS post_title,
	COALESCE(CASE po.form WHEN 'event' THEN '/events/' ELSE '/posts/' END || po.slug, '') AS post_path,
	COALESCE(parent.uri, '') AS parent_uri FROM 
	comments c
	LEFT JOIN posts po ON po.id = c.post_id -- none for mentions, which are never shown
	LEFT JOIN people pe ON pe.uri = c.person_uri
	LEFT JOIN comments parent ON parent.id = c.parent_id
		WHERE c.decided_by = $1 AND c.decided_at >= now() - make_interval(secs => $2) AND c.earlier_verdict IS NOT NULL
			AND c.verdict <> 'removed'
		ORDER BY c.decided_at DESC, c.id LIMIT $3
---
SELECT 
	c.id, c.uri, COALESCE(c.post_id::text, '') AS post_id, COALESCE(c.parent_id::text, '') AS parent_id, c.origin, c.audience, c.verdict,
	c.reason, c.suspicion, c.signs, c.name, c.email, COALESCE(c.editor_id::text, '') AS editor_id, c.html, c.plain AS text, c.markdown,
	c.language, c.url, c.published_at AS published, c.received_at AS received, or_never(c.edited_at) AS edited,
	c.depth, c.path, c.quote, c.quote_approved,
	COALESCE(pe.uri, '') AS "person.uri", COALESCE(pe.handle, '') AS "person.handle",
	COALESCE(pe.name, '') AS "person.name", COALESCE(pe.url, '') AS "person.url",
	COALESCE(pe.host, '') AS "person.host", COALESCE(pe.inbox, '') AS "person.inbox",
	COALESCE(pe.icon_url, '') AS "person.icon_url",
	or_never(pe.trusted_at) AS "person.trusted_at", or_never(pe.blocked_at) AS "person.blocked_at",
	(SELECT count(*) FROM reactions r WHERE r.comment_id = c.id AND r.kind = 'like') AS likes,
	COALESCE(po.title, '') AS post_title,
	COALESCE(CASE po.form WHEN 'event' THEN '/events/' ELSE '/posts/' END || po.slug, '') AS post_path,
	COALESCE(parent.uri, '') AS parent_uri FROM 
	comments c
	LEFT JOIN posts po ON po.id = c.post_id -- none for mentions, which are never shown
	LEFT JOIN people pe ON pe.uri = c.person_uri
	LEFT JOIN comments parent ON parent.id = c.parent_id
		WHERE c.id = $1 AND c.post_id IS NULL AND c.origin = 'blog' AND c.verdict = 'approved'
			AND c.audience IN ('public', 'quiet')
---
SELECT 
	c.id, c.uri, COALESCE(c.post_id::text, '') AS post_id, COALESCE(c.parent_id::text, '') AS parent_id, c.origin, c.audience, c.verdict,
	c.reason, c.suspicion, c.signs, c.name, c.email, COALESCE(c.editor_id::text, '') AS editor_id, c.html, c.plain AS text, c.markdown,
	c.language, c.url, c.published_at AS published, c.received_at AS received, or_never(c.edited_at) AS edited,
	c.depth, c.path, c.quote, c.quote_approved,
	COALESCE(pe.uri, '') AS "person.uri", COALESCE(pe.handle, '') AS "person.handle",
	COALESCE(pe.name, '') AS "person.name", COALESCE(pe.url, '') AS "person.url",
	COALESCE(pe.host, '') AS "person.host", COALESCE(pe.inbox, '') AS "person.inbox",
	COALESCE(pe.icon_url, '') AS "person.icon_url",
	or_never(pe.trusted_at) AS "person.trusted_at", or_never(pe.blocked_at) AS "person.blocked_at",
	(SELECT count(*) FROM reactions r WHERE r.comment_id = c.id AND r.kind = 'like') AS likes,
	COALESCE(po.title, '') AS post_title,
	COALESCE(CASE po.form WHEN 'event' THEN '/events/' ELSE '/posts/' END || po.slug, '') AS post_path,
	COALESCE(parent.uri, '') AS parent_uri FROM 
	comments c
	LEFT JOIN posts po ON po.id = c.post_id -- none for mentions, which are never shown
	LEFT JOIN people pe ON pe.uri = c.person_uri
	LEFT JOIN comments parent ON parent.id = c.parent_id
		WHERE c.post_id = $1 AND (c.path = $2 OR c.path LIKE $2 || '/%')
		ORDER BY c.path LIMIT $3
---
SELECT 
	c.id, c.uri, COALESCE(c.post_id::text, '') AS post_id, COALESCE(c.parent_id::text, '') AS parent_id, c.origin, c.audience, c.verdict,
	c.reason, c.suspicion, c.signs, c.name, c.email, COALESCE(c.editor_id::text, '') AS editor_id, c.html, c.plain AS text, c.markdown,
	c.language, c.url, c.published_at AS published, c.received_at AS received, or_never(c.edited_at) AS edited,
	c.depth, c.path, c.quote, c.quote_approved,
	COALESCE(pe.uri, '') AS "person.uri", COALESCE(pe.handle, '') AS "person.handle",
	COALESCE(pe.name, '') AS "person.name", COALESCE(pe.url, '') AS "person.url",
	COALESCE(pe.host, '') AS "person.host", COALESCE(pe.inbox, '') AS "person.inbox",
	COALESCE(pe.icon_url, '') AS "person.icon_url",
	or_never(pe.trusted_at) AS "person.trusted_at", or_never(pe.blocked_at) AS "person.blocked_at",
	(SELECT count(*) FROM reactions r WHERE r.comment_id = c.id AND r.kind = 'like') AS likes,
	COALESCE(po.title, '') AS post_title,
	COALESCE(CASE po.form WHEN 'event' THEN '/events/' ELSE '/posts/' END || po.slug, '') AS post_path,
	COALESCE(parent.uri, '') AS parent_uri FROM 
	comments c
	LEFT JOIN posts po ON po.id = c.post_id -- none for mentions, which are never shown
	LEFT JOIN people pe ON pe.uri = c.person_uri
	LEFT JOIN comments parent ON parent.id = c.parent_id
		WHERE c.post_id = $1 AND c.parent_id IS NOT DISTINCT FROM $2::uuid AND c.path > $3 AND c.verdict = 'approved' AND c.audience IN ('public', 'quiet') AND po.state = 'published'
		ORDER BY c.path LIMIT $4
---
SELECT 
	c.id, c.uri, COALESCE(c.post_id::text, '') AS post_id, COALESCE(c.parent_id::text, '') AS parent_id, c.origin, c.audience, c.verdict,
	c.reason, c.suspicion, c.signs, c.name, c.email, COALESCE(c.editor_id::text, '') AS editor_id, c.html, c.plain AS text, c.markdown,
	c.language, c.url, c.published_at AS published, c.received_at AS received, or_never(c.edited_at) AS edited,
	c.depth, c.path, c.quote, c.quote_approved,
	COALESCE(pe.uri, '') AS "person.uri", COALESCE(pe.handle, '') AS "person.handle",
	COALESCE(pe.name, '') AS "person.name", COALESCE(pe.url, '') AS "person.url",
	COALESCE(pe.host, '') AS "person.host", COALESCE(pe.inbox, '') AS "person.inbox",
	COALESCE(pe.icon_url, '') AS "person.icon_url",
	or_never(pe.trusted_at) AS "person.trusted_at", or_never(pe.blocked_at) AS "person.blocked_at",
	(SELECT count(*) FROM reactions r WHERE r.comment_id = c.id AND r.kind = 'like') AS likes,
	COALESCE(po.title, '') AS post_title,
	COALESCE(CASE po.form WHEN 'event' THEN '/events/' ELSE '/posts/' END || po.slug, '') AS post_path,
	COALESCE(parent.uri, '') AS parent_uri FROM 
	comments c
	LEFT JOIN posts po ON po.id = c.post_id -- none for mentions, which are never shown
	LEFT JOIN people pe ON pe.uri = c.person_uri
	LEFT JOIN comments parent ON parent.id = c.parent_id
		WHERE c.post_id = $1 AND c.parent_id IS NULL AND c.path < $2 ORDER BY c.path DESC LIMIT 1
---
SELECT 
	c.id, c.uri, COALESCE(c.post_id::text, '') AS post_id, COALESCE(c.parent_id::text, '') AS parent_id, c.origin, c.audience, c.verdict,
	c.reason, c.suspicion, c.signs, c.name, c.email, COALESCE(c.editor_id::text, '') AS editor_id, c.html, c.plain AS text, c.markdown,
	c.language, c.url, c.published_at AS published, c.received_at AS received, or_never(c.edited_at) AS edited,
	c.depth, c.path, c.quote, c.quote_approved,
	COALESCE(pe.uri, '') AS "person.uri", COALESCE(pe.handle, '') AS "person.handle",
	COALESCE(pe.name, '') AS "person.name", COALESCE(pe.url, '') AS "person.url",
	COALESCE(pe.host, '') AS "person.host", COALESCE(pe.inbox, '') AS "person.inbox",
	COALESCE(pe.icon_url, '') AS "person.icon_url",
	or_never(pe.trusted_at) AS "person.trusted_at", or_never(pe.blocked_at) AS "person.blocked_at",
	(SELECT count(*) FROM reactions r WHERE r.comment_id = c.id AND r.kind = 'like') AS likes,
	COALESCE(po.title, '') AS post_title,
	COALESCE(CASE po.form WHEN 'event' THEN '/events/' ELSE '/posts/' END || po.slug, '') AS post_path,
	COALESCE(parent.uri, '') AS parent_uri FROM 
	comments c
	LEFT JOIN posts po ON po.id = c.post_id -- none for mentions, which are never shown
	LEFT JOIN people pe ON pe.uri = c.person_uri
	LEFT JOIN comments parent ON parent.id = c.parent_id
		WHERE c.post_id = $1 AND c.parent_id IS NULL AND c.path > $2 ORDER BY c.path LIMIT 1
---
SELECT 
	c.id, c.uri, COALESCE(c.post_id::text, '') AS post_id, COALESCE(c.parent_id::text, '') AS parent_id, c.origin, c.audience, c.verdict,
	c.reason, c.suspicion, c.signs, c.name, c.email, COALESCE(c.editor_id::text, '') AS editor_id, c.html, c.plain AS text, c.markdown,
	c.language, c.url, c.published_at AS published, c.received_at AS received, or_never(c.edited_at) AS edited,
	c.depth, c.path, c.quote, c.quote_approved,
	COALESCE(pe.uri, '') AS "person.uri", COALESCE(pe.handle, '') AS "person.handle",
	COALESCE(pe.name, '') AS "person.name", COALESCE(pe.url, '') AS "person.url",
	COALESCE(pe.host, '') AS "person.host", COALESCE(pe.inbox, '') AS "person.inbox",
	COALESCE(pe.icon_url, '') AS "person.icon_url",
	or_never(pe.trusted_at) AS "person.trusted_at", or_never(pe.blocked_at) AS "person.blocked_at",
	(SELECT count(*) FROM reactions r WHERE r.comment_id = c.id AND r.kind = 'like') AS likes,
	COALESCE(po.title, '') AS post_title,
	COALESCE(CASE po.form WHEN 'event' THEN '/events/' ELSE '/posts/' END || po.slug, '') AS post_path,
	COALESCE(parent.uri, '') AS parent_uri FROM 
	comments c
	LEFT JOIN posts po ON po.id = c.post_id -- none for mentions, which are never shown
	LEFT JOIN people pe ON pe.uri = c.person_uri
	LEFT JOIN comments parent ON parent.id = c.parent_id
		WHERE c.post_id = $1 AND c.path > $2 AND c.verdict = 'approved' AND c.audience IN ('public', 'quiet') AND po.state = 'published'
		ORDER BY c.path LIMIT $3
---
SELECT 
	c.id, c.uri, COALESCE(c.post_id::text, '') AS post_id, COALESCE(c.parent_id::text, '') AS parent_id, c.origin, c.audience, c.verdict,
	c.reason, c.suspicion, c.signs, c.name, c.email, COALESCE(c.editor_id::text, '') AS editor_id, c.html, c.plain AS text, c.markdown,
	c.language, c.url, c.published_at AS published, c.received_at AS received, or_never(c.edited_at) AS edited,
	c.depth, c.path, c.quote, c.quote_approved,
	COALESCE(pe.uri, '') AS "person.uri", COALESCE(pe.handle, '') AS "person.handle",
	COALESCE(pe.name, '') AS "person.name", COALESCE(pe.url, '') AS "person.url",
	COALESCE(pe.host, '') AS "person.host", COALESCE(pe.inbox, '') AS "person.inbox",
	COALESCE(pe.icon_url, '') AS "person.icon_url",
	or_never(pe.trusted_at) AS "person.trusted_at", or_never(pe.blocked_at) AS "person.blocked_at",
	(SELECT count(*) FROM reactions r WHERE r.comment_id = c.id AND r.kind = 'like') AS likes,
	COALESCE(po.title, '') AS post_title,
	COALESCE(CASE po.form WHEN 'event' THEN '/events/' ELSE '/posts/' END || po.slug, '') AS post_path,
	COALESCE(parent.uri, '') AS parent_uri FROM 
	comments c
	LEFT JOIN posts po ON po.id = c.post_id -- none for mentions, which are never shown
	LEFT JOIN people pe ON pe.uri = c.person_uri
	LEFT JOIN comments parent ON parent.id = c.parent_id
		WHERE c.verdict = $7 AND CASE WHEN $1::boolean THEN c.post_id IS NULL AND c.origin = 'fediverse' ELSE c.post_id IS NOT NULL END
	AND ($2::text = '' OR c.origin = $2) AND ($3::text = '' OR c.post_id::text = $3) AND ($4::text = '' OR pe.host = $4)
	AND ($5::timestamptz IS NULL OR c.received_at >= $5) AND ($6::timestamptz IS NULL OR c.received_at < $6) AND ($8::timestamptz IS NULL OR (c.received_at, c.id) < ($8, $9::uuid))
		ORDER BY c.received_at DESC, c.id DESC LIMIT $10
---
SELECT 
	c.id, c.uri, COALESCE(c.post_id::text, '') AS post_id, COALESCE(c.parent_id::text, '') AS parent_id, c.origin, c.audience, c.verdict,
	c.reason, c.suspicion, c.signs, c.name, c.email, COALESCE(c.editor_id::text, '') AS editor_id, c.html, c.plain AS text, c.markdown,
	c.language, c.url, c.published_at AS published, c.received_at AS received, or_never(c.edited_at) AS edited,
	c.depth, c.path, c.quote, c.quote_approved,
	COALESCE(pe.uri, '') AS "person.uri", COALESCE(pe.handle, '') AS "person.handle",
	COALESCE(pe.name, '') AS "person.name", COALESCE(pe.url, '') AS "person.url",
	COALESCE(pe.host, '') AS "person.host", COALESCE(pe.inbox, '') AS "person.inbox",
	COALESCE(pe.icon_url, '') AS "person.icon_url",
	or_never(pe.trusted_at) AS "person.trusted_at", or_never(pe.blocked_at) AS "person.blocked_at",
	(SELECT count(*) FROM reactions r WHERE r.comment_id = c.id AND r.kind = 'like') AS likes,
	COALESCE(po.title, '') AS post_title,
	COALESCE(CASE po.form WHEN 'event' THEN '/events/' ELSE '/posts/' END || po.slug, '') AS post_path,
	COALESCE(parent.uri, '') AS parent_uri FROM 
	comments c
	LEFT JOIN posts po ON po.id = c.post_id -- none for mentions, which are never shown
	LEFT JOIN people pe ON pe.uri = c.person_uri
	LEFT JOIN comments parent ON parent.id = c.parent_id WHERE c.id = $1
---
SELECT 
	c.id, c.uri, COALESCE(c.post_id::text, '') AS post_id, COALESCE(c.parent_id::text, '') AS parent_id, c.origin, c.audience, c.verdict,
	c.reason, c.suspicion, c.signs, c.name, c.email, COALESCE(c.editor_id::text, '') AS editor_id, c.html, c.plain AS text, c.markdown,
	c.language, c.url, c.published_at AS published, c.received_at AS received, or_never(c.edited_at) AS edited,
	c.depth, c.path, c.quote, c.quote_approved,
	COALESCE(pe.uri, '') AS "person.uri", COALESCE(pe.handle, '') AS "person.handle",
	COALESCE(pe.name, '') AS "person.name", COALESCE(pe.url, '') AS "person.url",
	COALESCE(pe.host, '') AS "person.host", COALESCE(pe.inbox, '') AS "person.inbox",
	COALESCE(pe.icon_url, '') AS "person.icon_url",
	or_never(pe.trusted_at) AS "person.trusted_at", or_never(pe.blocked_at) AS "person.blocked_at",
	(SELECT count(*) FROM reactions r WHERE r.comment_id = c.id AND r.kind = 'like') AS likes,
	COALESCE(po.title, '') AS post_title,
	COALESCE(CASE po.form WHEN 'event' THEN '/events/' ELSE '/posts/' END || po.slug, '') AS post_path,
	COALESCE(parent.uri, '') AS parent_uri FROM 
	comments c
	LEFT JOIN posts po ON po.id = c.post_id -- none for mentions, which are never shown
	LEFT JOIN people pe ON pe.uri = c.person_uri
	LEFT JOIN comments parent ON parent.id = c.parent_id WHERE c.id = $1 AND c.verdict = 'approved' AND c.audience IN ('public', 'quiet') AND po.state = 'published'
---
SELECT 
	c.id, c.uri, COALESCE(c.post_id::text, '') AS post_id, COALESCE(c.parent_id::text, '') AS parent_id, c.origin, c.audience, c.verdict,
	c.reason, c.suspicion, c.signs, c.name, c.email, COALESCE(c.editor_id::text, '') AS editor_id, c.html, c.plain AS text, c.markdown,
	c.language, c.url, c.published_at AS published, c.received_at AS received, or_never(c.edited_at) AS edited,
	c.depth, c.path, c.quote, c.quote_approved,
	COALESCE(pe.uri, '') AS "person.uri", COALESCE(pe.handle, '') AS "person.handle",
	COALESCE(pe.name, '') AS "person.name", COALESCE(pe.url, '') AS "person.url",
	COALESCE(pe.host, '') AS "person.host", COALESCE(pe.inbox, '') AS "person.inbox",
	COALESCE(pe.icon_url, '') AS "person.icon_url",
	or_never(pe.trusted_at) AS "person.trusted_at", or_never(pe.blocked_at) AS "person.blocked_at",
	(SELECT count(*) FROM reactions r WHERE r.comment_id = c.id AND r.kind = 'like') AS likes,
	COALESCE(po.title, '') AS post_title,
	COALESCE(CASE po.form WHEN 'event' THEN '/events/' ELSE '/posts/' END || po.slug, '') AS post_path,
	COALESCE(parent.uri, '') AS parent_uri FROM 
	comments c
	LEFT JOIN posts po ON po.id = c.post_id -- none for mentions, which are never shown
	LEFT JOIN people pe ON pe.uri = c.person_uri
	LEFT JOIN comments parent ON parent.id = c.parent_id WHERE c.uri = $1
---
SELECT 
	e.id, e.email, e.name, e.role, COALESCE(e.author_id::text, '') AS author_id,
	e.password_hash <> '' AS has_password,
	EXISTS (SELECT FROM authenticators a WHERE a.editor_id = e.id AND a.confirmed_at IS NOT NULL) AS has_code,
	(SELECT count(*) FROM passkeys p WHERE p.editor_id = e.id) AS passkeys, e.created_at, or_never(e.disabled_at) AS disabled_at FROM editors e WHERE e.email = $1
---
SELECT 
	e.id, e.email, e.name, e.role, COALESCE(e.author_id::text, '') AS author_id,
	e.password_hash <> '' AS has_password,
	EXISTS (SELECT FROM authenticators a WHERE a.editor_id = e.id AND a.confirmed_at IS NOT NULL) AS has_code,
	(SELECT count(*) FROM passkeys p WHERE p.editor_id = e.id) AS passkeys, e.created_at, or_never(e.disabled_at) AS disabled_at FROM editors e WHERE e.id = $1
---
SELECT 
	f.hash, f.ext, f.name, f.size, f.created_at AS uploaded_at,
	COALESCE(ed.name, '') AS uploaded_by, COALESCE(ed.id::text, '') AS editor_id FROM files f LEFT JOIN editors ed ON ed.id = f.editor_id
		WHERE ($1::timestamptz IS NULL OR (f.created_at, f.hash) < ($1, $2))
		ORDER BY f.created_at DESC, f.hash DESC LIMIT $3
---
SELECT 
	f.hash, f.ext, f.name, f.size, f.created_at AS uploaded_at,
	COALESCE(ed.name, '') AS uploaded_by, COALESCE(ed.id::text, '') AS editor_id FROM files f LEFT JOIN editors ed ON ed.id = f.editor_id WHERE f.hash = $1
---
SELECT 
	h.host AS name, CASE WHEN h.blocked_at IS NULL THEN '' ELSE h.severity END AS severity,
	or_never(h.blocked_at) AS blocked_at, h.block_reason, COALESCE(h.list_id::text, '') AS list_id,
	COALESCE((SELECT l.url FROM block_lists l WHERE l.id = h.list_id), '') AS list, h.failures,
	or_never(h.open_until) AS open_until, or_never(h.last_success) AS last_success, h.last_error,
	(SELECT count(*) FROM deliveries d WHERE d.host = h.host AND d.state = 'waiting') AS waiting FROM hosts h WHERE h.blocked_at IS NOT NULL
		ORDER BY h.blocked_at DESC, h.host
---
SELECT 
	h.host AS name, CASE WHEN h.blocked_at IS NULL THEN '' ELSE h.severity END AS severity,
	or_never(h.blocked_at) AS blocked_at, h.block_reason, COALESCE(h.list_id::text, '') AS list_id,
	COALESCE((SELECT l.url FROM block_lists l WHERE l.id = h.list_id), '') AS list, h.failures,
	or_never(h.open_until) AS open_until, or_never(h.last_success) AS last_success, h.last_error,
	(SELECT count(*) FROM deliveries d WHERE d.host = h.host AND d.state = 'waiting') AS waiting FROM hosts h WHERE h.host = $1
---
SELECT 
	h.host AS name, CASE WHEN h.blocked_at IS NULL THEN '' ELSE h.severity END AS severity,
	or_never(h.blocked_at) AS blocked_at, h.block_reason, COALESCE(h.list_id::text, '') AS list_id,
	COALESCE((SELECT l.url FROM block_lists l WHERE l.id = h.list_id), '') AS list, h.failures,
	or_never(h.open_until) AS open_until, or_never(h.last_success) AS last_success, h.last_error,
	(SELECT count(*) FROM deliveries d WHERE d.host = h.host AND d.state = 'waiting') AS waiting FROM hosts h WHERE h.open_until IS NOT NULL
		ORDER BY waiting DESC, h.host LIMIT $1
---
SELECT 
	i.id, i.email, i.name, i.role, COALESCE(e.name, '') AS by, i.created_at, i.expires_at, i.by_mail FROM invitations i LEFT JOIN editors e ON e.id = i.editor_id 
		WHERE i.token_hash = $1 AND (i.editor_id IS NULL OR e.role = 'owner' AND e.disabled_at IS NULL)
---
SELECT 
	i.id, i.email, i.name, i.role, COALESCE(e.name, '') AS by, i.created_at, i.expires_at, i.by_mail FROM invitations i LEFT JOIN editors e ON e.id = i.editor_id ORDER BY i.expires_at, i.id
---
SELECT 
	i.id, i.email, i.name, i.role, COALESCE(e.name, '') AS by, i.created_at, i.expires_at, i.by_mail FROM invitations i LEFT JOIN editors e ON e.id = i.editor_id WHERE i.id = $1
---
SELECT 
	i.id, i.uri, i.partner_id, i.form, i.title, i.excerpt, i.url, i.author_name, i.author_uri, i.boosted,
	i.published_at AS published, or_never(i.starts_at) AS starts, or_never(i.ends_at) AS ends, i.zone, i.place,
	i.language, i.received_at, or_never(i.shared_at) AS shared_at, i.share_id,
	pe.uri AS "partner.uri", pe.handle AS "partner.handle", pe.name AS "partner.name", pe.url AS "partner.url",
	pe.host AS "partner.host", pe.icon_url AS "partner.icon_url" FROM 
	network_items i
	JOIN partners pa ON pa.id = i.partner_id
	JOIN people pe ON pe.uri = pa.person_uri
		WHERE ($1::uuid IS NULL OR i.partner_id = $1)
			AND ($2::timestamptz IS NULL OR (i.published_at, i.id) < ($2, $3::uuid))
		ORDER BY i.published_at DESC, i.id DESC LIMIT $4
---
SELECT 
	i.id, i.uri, i.partner_id, i.form, i.title, i.excerpt, i.url, i.author_name, i.author_uri, i.boosted,
	i.published_at AS published, or_never(i.starts_at) AS starts, or_never(i.ends_at) AS ends, i.zone, i.place,
	i.language, i.received_at, or_never(i.shared_at) AS shared_at, i.share_id,
	pe.uri AS "partner.uri", pe.handle AS "partner.handle", pe.name AS "partner.name", pe.url AS "partner.url",
	pe.host AS "partner.host", pe.icon_url AS "partner.icon_url" FROM 
	network_items i
	JOIN partners pa ON pa.id = i.partner_id
	JOIN people pe ON pe.uri = pa.person_uri
		WHERE pa.trust = 'trusted' AND pa.state = 'accepted' AND pe.blocked_at IS NULL AND pe.gone_at IS NULL
	AND NOT EXISTS (SELECT FROM hosts b
		WHERE b.host = ANY (domains_of(pe.host)) AND b.blocked_at IS NOT NULL AND b.severity <> 'silence') AND NOT (EXISTS (SELECT FROM people author
		WHERE author.uri = i.author_uri AND author.blocked_at IS NOT NULL)
	OR EXISTS (SELECT FROM hosts b
		WHERE b.host = ANY (domains_of(split_part(i.uri, '/', 3))) AND b.blocked_at IS NOT NULL AND b.severity <> 'silence')) AND ($1::uuid IS NULL OR i.partner_id = $1)
			AND ($2::timestamptz IS NULL OR (i.published_at, i.id) < ($2, $3::uuid))
		ORDER BY i.published_at DESC, i.id DESC LIMIT $4
---
SELECT 
	i.id, i.uri, i.partner_id, i.form, i.title, i.excerpt, i.url, i.author_name, i.author_uri, i.boosted,
	i.published_at AS published, or_never(i.starts_at) AS starts, or_never(i.ends_at) AS ends, i.zone, i.place,
	i.language, i.received_at, or_never(i.shared_at) AS shared_at, i.share_id,
	pe.uri AS "partner.uri", pe.handle AS "partner.handle", pe.name AS "partner.name", pe.url AS "partner.url",
	pe.host AS "partner.host", pe.icon_url AS "partner.icon_url" FROM 
	network_items i
	JOIN partners pa ON pa.id = i.partner_id
	JOIN people pe ON pe.uri = pa.person_uri WHERE i.id = $1
---
SELECT 
	i.id, i.uri, i.partner_id, i.form, i.title, i.excerpt, i.url, i.author_name, i.author_uri, i.boosted,
	i.published_at AS published, or_never(i.starts_at) AS starts, or_never(i.ends_at) AS ends, i.zone, i.place,
	i.language, i.received_at, or_never(i.shared_at) AS shared_at, i.share_id,
	pe.uri AS "partner.uri", pe.handle AS "partner.handle", pe.name AS "partner.name", pe.url AS "partner.url",
	pe.host AS "partner.host", pe.icon_url AS "partner.icon_url" FROM 
	network_items i
	JOIN partners pa ON pa.id = i.partner_id
	JOIN people pe ON pe.uri = pa.person_uri WHERE i.uri = $1
---
SELECT 
	id, at, COALESCE(editor_id::text, '') AS editor, verb, subject, subject_id,
	COALESCE(post_id::text, '') AS post_id, reason, object FROM changes WHERE id = $1
---
SELECT 
	key_id, actor, algorithm, private_key, state, created_at,
	or_never(replaced_at) AS replaced_at, or_never(retired_at) AS retired_at FROM actor_keys ORDER BY actor, created_at, key_id
---
SELECT 
	l.id, l.url, l.every::bigint * 1000000000 AS every, l.since, l.next_at, or_never(l.taken_at) AS taken_at, l.size,
	l.tag, l.modified, l.failures, l.problem, COALESCE(l.offered, 0) AS offered FROM block_lists l WHERE l.id = $1
---
SELECT 
	l.id, l.url, l.every::bigint * 1000000000 AS every, l.since, l.next_at, or_never(l.taken_at) AS taken_at, l.size,
	l.tag, l.modified, l.failures, l.problem, COALESCE(l.offered, 0) AS offered FROM block_lists l WHERE l.url = $1
---
SELECT 
	p.id, p.object_id, p.form, p.state, p.slug, p.title, p.summary, p.body, p.html, p.plain AS text,
	p.language, COALESCE(p.series_id::text, '') AS series_id, COALESCE(se.title, '') AS series,
	COALESCE(au.id::text, '') AS "author.id", COALESCE(au.slug, '') AS "author.slug",
	COALESCE(au.name, '') AS "author.name", COALESCE(au.guest, false) AS "author.guest",
	COALESCE(au.bio, '') AS "author.bio", COALESCE(au.handle, '') AS "author.handle",
	COALESCE(au.url, '') AS "author.url",
	p.thanks, p.comment_rule AS comments, p.version, p.created_at,
	or_never(p.published_at) AS published_at, or_never(p.edited_at) AS edited_at,
	or_never(p.scheduled_at) AS scheduled_at, or_never(p.withdrawn_at) AS withdrawn_at,
	or_never(p.pinned_at) AS pinned_at,
	or_never(p.submitted_at) AS "submission.at", COALESCE(p.submitted_by::text, '') AS "submission.by",
	p.submitted_word AS "submission.word", or_never(p.submitted_due) AS "submission.due",
	or_never(p.take_down_at) AS "dates.take_down_at", or_never(p.recheck_at) AS "dates.recheck_at",
	p.recheck_months AS "dates.recheck_months",
	COALESCE(pi.hash, '') AS "picture.hash", COALESCE(pi.ext, '') AS "picture.ext",
	COALESCE(pi.media_type, '') AS "picture.media_type", COALESCE(pi.width, 0) AS "picture.width",
	COALESCE(pi.height, 0) AS "picture.height", COALESCE(pi.blurhash, '') AS "picture.blurhash",
	COALESCE(pi.widths, '{}') AS picture_widths,
	COALESCE(pi.focal_x, 0) AS "picture.focal.x", COALESCE(pi.focal_y, 0) AS "picture.focal.y",
	p.picture_alt AS "picture.alt", p.decorative AS "picture.decorative",
	p.credit_creator AS "picture.credit.creator", p.credit_title AS "picture.credit.title",
	p.credit_source AS "picture.credit.source", p.credit_licence AS "picture.credit.licence",
	ARRAY(SELECT t.label FROM post_tags t WHERE t.post_id = p.id ORDER BY t.position) AS tag_labels,
	(SELECT count(*) FROM reactions r WHERE r.post_id = p.id AND r.kind = 'like') AS likes,
	(SELECT count(*) FROM reactions r WHERE r.post_id = p.id AND r.kind = 'share') AS shares,
	(SELECT count(*) FROM comments c WHERE c.post_id = p.id AND c.verdict = 'approved') AS replies FROM 
	posts p
	LEFT JOIN authors au ON au.id = p.author_id
	LEFT JOIN pictures pi ON pi.hash = p.picture_hash
	LEFT JOIN series se ON se.id = p.series_id
		JOIN old_slugs o ON o.post_id = p.id
		WHERE o.slug = $1 AND p.state = 'published'
---
SELECT 
	p.id, p.object_id, p.form, p.state, p.slug, p.title, p.summary, p.body, p.html, p.plain AS text,
	p.language, COALESCE(p.series_id::text, '') AS series_id, COALESCE(se.title, '') AS series,
	COALESCE(au.id::text, '') AS "author.id", COALESCE(au.slug, '') AS "author.slug",
	COALESCE(au.name, '') AS "author.name", COALESCE(au.guest, false) AS "author.guest",
	COALESCE(au.bio, '') AS "author.bio", COALESCE(au.handle, '') AS "author.handle",
	COALESCE(au.url, '') AS "author.url",
	p.thanks, p.comment_rule AS comments, p.version, p.created_at,
	or_never(p.published_at) AS published_at, or_never(p.edited_at) AS edited_at,
	or_never(p.scheduled_at) AS scheduled_at, or_never(p.withdrawn_at) AS withdrawn_at,
	or_never(p.pinned_at) AS pinned_at,
	or_never(p.submitted_at) AS "submission.at", COALESCE(p.submitted_by::text, '') AS "submission.by",
	p.submitted_word AS "submission.word", or_never(p.submitted_due) AS "submission.due",
	or_never(p.take_down_at) AS "dates.take_down_at", or_never(p.recheck_at) AS "dates.recheck_at",
	p.recheck_months AS "dates.recheck_months",
	COALESCE(pi.hash, '') AS "picture.hash", COALESCE(pi.ext, '') AS "picture.ext",
	COALESCE(pi.media_type, '') AS "picture.media_type", COALESCE(pi.width, 0) AS "picture.width",
	COALESCE(pi.height, 0) AS "picture.height", COALESCE(pi.blurhash, '') AS "picture.blurhash",
	COALESCE(pi.widths, '{}') AS picture_widths,
	COALESCE(pi.focal_x, 0) AS "picture.focal.x", COALESCE(pi.focal_y, 0) AS "picture.focal.y",
	p.picture_alt AS "picture.alt", p.decorative AS "picture.decorative",
	p.credit_creator AS "picture.credit.creator", p.credit_title AS "picture.credit.title",
	p.credit_source AS "picture.credit.source", p.credit_licence AS "picture.credit.licence",
	ARRAY(SELECT t.label FROM post_tags t WHERE t.post_id = p.id ORDER BY t.position) AS tag_labels,
	(SELECT count(*) FROM reactions r WHERE r.post_id = p.id AND r.kind = 'like') AS likes,
	(SELECT count(*) FROM reactions r WHERE r.post_id = p.id AND r.kind = 'share') AS shares,
	(SELECT count(*) FROM comments c WHERE c.post_id = p.id AND c.verdict = 'approved') AS replies FROM 
	posts p
	LEFT JOIN authors au ON au.id = p.author_id
	LEFT JOIN pictures pi ON pi.hash = p.picture_hash
	LEFT JOIN series se ON se.id = p.series_id
		JOIN post_tags pt ON pt.post_id = p.id AND pt.key = $1
		WHERE p.state = 'published' AND ($2::timestamptz IS NULL OR (p.published_at, p.id) < ($2, $3::uuid))
		ORDER BY p.published_at DESC, p.id DESC LIMIT $4
---
SELECT 
	p.id, p.object_id, p.form, p.state, p.slug, p.title, p.summary, p.body, p.html, p.plain AS text,
	p.language, COALESCE(p.series_id::text, '') AS series_id, COALESCE(se.title, '') AS series,
	COALESCE(au.id::text, '') AS "author.id", COALESCE(au.slug, '') AS "author.slug",
	COALESCE(au.name, '') AS "author.name", COALESCE(au.guest, false) AS "author.guest",
	COALESCE(au.bio, '') AS "author.bio", COALESCE(au.handle, '') AS "author.handle",
	COALESCE(au.url, '') AS "author.url",
	p.thanks, p.comment_rule AS comments, p.version, p.created_at,
	or_never(p.published_at) AS published_at, or_never(p.edited_at) AS edited_at,
	or_never(p.scheduled_at) AS scheduled_at, or_never(p.withdrawn_at) AS withdrawn_at,
	or_never(p.pinned_at) AS pinned_at,
	or_never(p.submitted_at) AS "submission.at", COALESCE(p.submitted_by::text, '') AS "submission.by",
	p.submitted_word AS "submission.word", or_never(p.submitted_due) AS "submission.due",
	or_never(p.take_down_at) AS "dates.take_down_at", or_never(p.recheck_at) AS "dates.recheck_at",
	p.recheck_months AS "dates.recheck_months",
	COALESCE(pi.hash, '') AS "picture.hash", COALESCE(pi.ext, '') AS "picture.ext",
	COALESCE(pi.media_type, '') AS "picture.media_type", COALESCE(pi.width, 0) AS "picture.width",
	COALESCE(pi.height, 0) AS "picture.height", COALESCE(pi.blurhash, '') AS "picture.blurhash",
	COALESCE(pi.widths, '{}') AS picture_widths,
	COALESCE(pi.focal_x, 0) AS "picture.focal.x", COALESCE(pi.focal_y, 0) AS "picture.focal.y",
	p.picture_alt AS "picture.alt", p.decorative AS "picture.decorative",
	p.credit_creator AS "picture.credit.creator", p.credit_title AS "picture.credit.title",
	p.credit_source AS "picture.credit.source", p.credit_licence AS "picture.credit.licence",
	ARRAY(SELECT t.label FROM post_tags t WHERE t.post_id = p.id ORDER BY t.position) AS tag_labels,
	(SELECT count(*) FROM reactions r WHERE r.post_id = p.id AND r.kind = 'like') AS likes,
	(SELECT count(*) FROM reactions r WHERE r.post_id = p.id AND r.kind = 'share') AS shares,
	(SELECT count(*) FROM comments c WHERE c.post_id = p.id AND c.verdict = 'approved') AS replies FROM 
	posts p
	LEFT JOIN authors au ON au.id = p.author_id
	LEFT JOIN pictures pi ON pi.hash = p.picture_hash
	LEFT JOIN series se ON se.id = p.series_id
		WHERE ($1 = '' OR p.state = $1) AND ($2::uuid IS NULL OR p.editor_id = $2)
		ORDER BY p.saved_at DESC, p.id LIMIT $3
---
SELECT 
	p.id, p.object_id, p.form, p.state, p.slug, p.title, p.summary, p.body, p.html, p.plain AS text,
	p.language, COALESCE(p.series_id::text, '') AS series_id, COALESCE(se.title, '') AS series,
	COALESCE(au.id::text, '') AS "author.id", COALESCE(au.slug, '') AS "author.slug",
	COALESCE(au.name, '') AS "author.name", COALESCE(au.guest, false) AS "author.guest",
	COALESCE(au.bio, '') AS "author.bio", COALESCE(au.handle, '') AS "author.handle",
	COALESCE(au.url, '') AS "author.url",
	p.thanks, p.comment_rule AS comments, p.version, p.created_at,
	or_never(p.published_at) AS published_at, or_never(p.edited_at) AS edited_at,
	or_never(p.scheduled_at) AS scheduled_at, or_never(p.withdrawn_at) AS withdrawn_at,
	or_never(p.pinned_at) AS pinned_at,
	or_never(p.submitted_at) AS "submission.at", COALESCE(p.submitted_by::text, '') AS "submission.by",
	p.submitted_word AS "submission.word", or_never(p.submitted_due) AS "submission.due",
	or_never(p.take_down_at) AS "dates.take_down_at", or_never(p.recheck_at) AS "dates.recheck_at",
	p.recheck_months AS "dates.recheck_months",
	COALESCE(pi.hash, '') AS "picture.hash", COALESCE(pi.ext, '') AS "picture.ext",
	COALESCE(pi.media_type, '') AS "picture.media_type", COALESCE(pi.width, 0) AS "picture.width",
	COALESCE(pi.height, 0) AS "picture.height", COALESCE(pi.blurhash, '') AS "picture.blurhash",
	COALESCE(pi.widths, '{}') AS picture_widths,
	COALESCE(pi.focal_x, 0) AS "picture.focal.x", COALESCE(pi.focal_y, 0) AS "picture.focal.y",
	p.picture_alt AS "picture.alt", p.decorative AS "picture.decorative",
	p.credit_creator AS "picture.credit.creator", p.credit_title AS "picture.credit.title",
	p.credit_source AS "picture.credit.source", p.credit_licence AS "picture.credit.licence",
	ARRAY(SELECT t.label FROM post_tags t WHERE t.post_id = p.id ORDER BY t.position) AS tag_labels,
	(SELECT count(*) FROM reactions r WHERE r.post_id = p.id AND r.kind = 'like') AS likes,
	(SELECT count(*) FROM reactions r WHERE r.post_id = p.id AND r.kind = 'share') AS shares,
	(SELECT count(*) FROM comments c WHERE c.post_id = p.id AND c.verdict = 'approved') AS replies FROM 
	posts p
	LEFT JOIN authors au ON au.id = p.author_id
	LEFT JOIN pictures pi ON pi.hash = p.picture_hash
	LEFT JOIN series se ON se.id = p.series_id
		WHERE p.object_id = $1 AND p.state = 'published'
---
SELECT 
	p.id, p.object_id, p.form, p.state, p.slug, p.title, p.summary, p.body, p.html, p.plain AS text,
	p.language, COALESCE(p.series_id::text, '') AS series_id, COALESCE(se.title, '') AS series,
	COALESCE(au.id::text, '') AS "author.id", COALESCE(au.slug, '') AS "author.slug",
	COALESCE(au.name, '') AS "author.name", COALESCE(au.guest, false) AS "author.guest",
	COALESCE(au.bio, '') AS "author.bio", COALESCE(au.handle, '') AS "author.handle",
	COALESCE(au.url, '') AS "author.url",
	p.thanks, p.comment_rule AS comments, p.version, p.created_at,
	or_never(p.published_at) AS published_at, or_never(p.edited_at) AS edited_at,
	or_never(p.scheduled_at) AS scheduled_at, or_never(p.withdrawn_at) AS withdrawn_at,
	or_never(p.pinned_at) AS pinned_at,
	or_never(p.submitted_at) AS "submission.at", COALESCE(p.submitted_by::text, '') AS "submission.by",
	p.submitted_word AS "submission.word", or_never(p.submitted_due) AS "submission.due",
	or_never(p.take_down_at) AS "dates.take_down_at", or_never(p.recheck_at) AS "dates.recheck_at",
	p.recheck_months AS "dates.recheck_months",
	COALESCE(pi.hash, '') AS "picture.hash", COALESCE(pi.ext, '') AS "picture.ext",
	COALESCE(pi.media_type, '') AS "picture.media_type", COALESCE(pi.width, 0) AS "picture.width",
	COALESCE(pi.height, 0) AS "picture.height", COALESCE(pi.blurhash, '') AS "picture.blurhash",
	COALESCE(pi.widths, '{}') AS picture_widths,
	COALESCE(pi.focal_x, 0) AS "picture.focal.x", COALESCE(pi.focal_y, 0) AS "picture.focal.y",
	p.picture_alt AS "picture.alt", p.decorative AS "picture.decorative",
	p.credit_creator AS "picture.credit.creator", p.credit_title AS "picture.credit.title",
	p.credit_source AS "picture.credit.source", p.credit_licence AS "picture.credit.licence",
	ARRAY(SELECT t.label FROM post_tags t WHERE t.post_id = p.id ORDER BY t.position) AS tag_labels,
	(SELECT count(*) FROM reactions r WHERE r.post_id = p.id AND r.kind = 'like') AS likes,
	(SELECT count(*) FROM reactions r WHERE r.post_id = p.id AND r.kind = 'share') AS shares,
	(SELECT count(*) FROM comments c WHERE c.post_id = p.id AND c.verdict = 'approved') AS replies FROM 
	posts p
	LEFT JOIN authors au ON au.id = p.author_id
	LEFT JOIN pictures pi ON pi.hash = p.picture_hash
	LEFT JOIN series se ON se.id = p.series_id
		WHERE p.slug = $1 AND p.state = 'published'
---
SELECT 
	p.id, p.object_id, p.form, p.state, p.slug, p.title, p.summary, p.body, p.html, p.plain AS text,
	p.language, COALESCE(p.series_id::text, '') AS series_id, COALESCE(se.title, '') AS series,
	COALESCE(au.id::text, '') AS "author.id", COALESCE(au.slug, '') AS "author.slug",
	COALESCE(au.name, '') AS "author.name", COALESCE(au.guest, false) AS "author.guest",
	COALESCE(au.bio, '') AS "author.bio", COALESCE(au.handle, '') AS "author.handle",
	COALESCE(au.url, '') AS "author.url",
	p.thanks, p.comment_rule AS comments, p.version, p.created_at,
	or_never(p.published_at) AS published_at, or_never(p.edited_at) AS edited_at,
	or_never(p.scheduled_at) AS scheduled_at, or_never(p.withdrawn_at) AS withdrawn_at,
	or_never(p.pinned_at) AS pinned_at,
	or_never(p.submitted_at) AS "submission.at", COALESCE(p.submitted_by::text, '') AS "submission.by",
	p.submitted_word AS "submission.word", or_never(p.submitted_due) AS "submission.due",
	or_never(p.take_down_at) AS "dates.take_down_at", or_never(p.recheck_at) AS "dates.recheck_at",
	p.recheck_months AS "dates.recheck_months",
	COALESCE(pi.hash, '') AS "picture.hash", COALESCE(pi.ext, '') AS "picture.ext",
	COALESCE(pi.media_type, '') AS "picture.media_type", COALESCE(pi.width, 0) AS "picture.width",
	COALESCE(pi.height, 0) AS "picture.height", COALESCE(pi.blurhash, '') AS "picture.blurhash",
	COALESCE(pi.widths, '{}') AS picture_widths,
	COALESCE(pi.focal_x, 0) AS "picture.focal.x", COALESCE(pi.focal_y, 0) AS "picture.focal.y",
	p.picture_alt AS "picture.alt", p.decorative AS "picture.decorative",
	p.credit_creator AS "picture.credit.creator", p.credit_title AS "picture.credit.title",
	p.credit_source AS "picture.credit.source", p.credit_licence AS "picture.credit.licence",
	ARRAY(SELECT t.label FROM post_tags t WHERE t.post_id = p.id ORDER BY t.position) AS tag_labels,
	(SELECT count(*) FROM reactions r WHERE r.post_id = p.id AND r.kind = 'like') AS likes,
	(SELECT count(*) FROM reactions r WHERE r.post_id = p.id AND r.kind = 'share') AS shares,
	(SELECT count(*) FROM comments c WHERE c.post_id = p.id AND c.verdict = 'approved') AS replies FROM 
	posts p
	LEFT JOIN authors au ON au.id = p.author_id
	LEFT JOIN pictures pi ON pi.hash = p.picture_hash
	LEFT JOIN series se ON se.id = p.series_id
		WHERE p.state = 'published'
		ORDER BY p.pinned_at DESC NULLS LAST, p.published_at DESC, p.id DESC LIMIT $1
---
SELECT 
	p.id, p.object_id, p.form, p.state, p.slug, p.title, p.summary, p.body, p.html, p.plain AS text,
	p.language, COALESCE(p.series_id::text, '') AS series_id, COALESCE(se.title, '') AS series,
	COALESCE(au.id::text, '') AS "author.id", COALESCE(au.slug, '') AS "author.slug",
	COALESCE(au.name, '') AS "author.name", COALESCE(au.guest, false) AS "author.guest",
	COALESCE(au.bio, '') AS "author.bio", COALESCE(au.handle, '') AS "author.handle",
	COALESCE(au.url, '') AS "author.url",
	p.thanks, p.comment_rule AS comments, p.version, p.created_at,
	or_never(p.published_at) AS published_at, or_never(p.edited_at) AS edited_at,
	or_never(p.scheduled_at) AS scheduled_at, or_never(p.withdrawn_at) AS withdrawn_at,
	or_never(p.pinned_at) AS pinned_at,
	or_never(p.submitted_at) AS "submission.at", COALESCE(p.submitted_by::text, '') AS "submission.by",
	p.submitted_word AS "submission.word", or_never(p.submitted_due) AS "submission.due",
	or_never(p.take_down_at) AS "dates.take_down_at", or_never(p.recheck_at) AS "dates.recheck_at",
	p.recheck_months AS "dates.recheck_months",
	COALESCE(pi.hash, '') AS "picture.hash", COALESCE(pi.ext, '') AS "picture.ext",
	COALESCE(pi.media_type, '') AS "picture.media_type", COALESCE(pi.width, 0) AS "picture.width",
	COALESCE(pi.height, 0) AS "picture.height", COALESCE(pi.blurhash, '') AS "picture.blurhash",
	COALESCE(pi.widths, '{}') AS picture_widths,
	COALESCE(pi.focal_x, 0) AS "picture.focal.x", COALESCE(pi.focal_y, 0) AS "picture.focal.y",
	p.picture_alt AS "picture.alt", p.decorative AS "picture.decorative",
	p.credit_creator AS "picture.credit.creator", p.credit_title AS "picture.credit.title",
	p.credit_source AS "picture.credit.source", p.credit_licence AS "picture.credit.licence",
	ARRAY(SELECT t.label FROM post_tags t WHERE t.post_id = p.id ORDER BY t.position) AS tag_labels,
	(SELECT count(*) FROM reactions r WHERE r.post_id = p.id AND r.kind = 'like') AS likes,
	(SELECT count(*) FROM reactions r WHERE r.post_id = p.id AND r.kind = 'share') AS shares,
	(SELECT count(*) FROM comments c WHERE c.post_id = p.id AND c.verdict = 'approved') AS replies FROM 
	posts p
	LEFT JOIN authors au ON au.id = p.author_id
	LEFT JOIN pictures pi ON pi.hash = p.picture_hash
	LEFT JOIN series se ON se.id = p.series_id
		WHERE p.state = 'published' AND ($1::timestamptz IS NULL OR (p.published_at, p.id) < ($1, $2::uuid))
		ORDER BY p.published_at DESC, p.id DESC LIMIT $3
---
SELECT 
	p.id, p.object_id, p.form, p.state, p.slug, p.title, p.summary, p.body, p.html, p.plain AS text,
	p.language, COALESCE(p.series_id::text, '') AS series_id, COALESCE(se.title, '') AS series,
	COALESCE(au.id::text, '') AS "author.id", COALESCE(au.slug, '') AS "author.slug",
	COALESCE(au.name, '') AS "author.name", COALESCE(au.guest, false) AS "author.guest",
	COALESCE(au.bio, '') AS "author.bio", COALESCE(au.handle, '') AS "author.handle",
	COALESCE(au.url, '') AS "author.url",
	p.thanks, p.comment_rule AS comments, p.version, p.created_at,
	or_never(p.published_at) AS published_at, or_never(p.edited_at) AS edited_at,
	or_never(p.scheduled_at) AS scheduled_at, or_never(p.withdrawn_at) AS withdrawn_at,
	or_never(p.pinned_at) AS pinned_at,
	or_never(p.submitted_at) AS "submission.at", COALESCE(p.submitted_by::text, '') AS "submission.by",
	p.submitted_word AS "submission.word", or_never(p.submitted_due) AS "submission.due",
	or_never(p.take_down_at) AS "dates.take_down_at", or_never(p.recheck_at) AS "dates.recheck_at",
	p.recheck_months AS "dates.recheck_months",
	COALESCE(pi.hash, '') AS "picture.hash", COALESCE(pi.ext, '') AS "picture.ext",
	COALESCE(pi.media_type, '') AS "picture.media_type", COALESCE(pi.width, 0) AS "picture.width",
	COALESCE(pi.height, 0) AS "picture.height", COALESCE(pi.blurhash, '') AS "picture.blurhash",
	COALESCE(pi.widths, '{}') AS picture_widths,
	COALESCE(pi.focal_x, 0) AS "picture.focal.x", COALESCE(pi.focal_y, 0) AS "picture.focal.y",
	p.picture_alt AS "picture.alt", p.decorative AS "picture.decorative",
	p.credit_creator AS "picture.credit.creator", p.credit_title AS "picture.credit.title",
	p.credit_source AS "picture.credit.source", p.credit_licence AS "picture.credit.licence",
	ARRAY(SELECT t.label FROM post_tags t WHERE t.post_id = p.id ORDER BY t.position) AS tag_labels,
	(SELECT count(*) FROM reactions r WHERE r.post_id = p.id AND r.kind = 'like') AS likes,
	(SELECT count(*) FROM reactions r WHERE r.post_id = p.id AND r.kind = 'share') AS shares,
	(SELECT count(*) FROM comments c WHERE c.post_id = p.id AND c.verdict = 'approved') AS replies FROM 
	posts p
	LEFT JOIN authors au ON au.id = p.author_id
	LEFT JOIN pictures pi ON pi.hash = p.picture_hash
	LEFT JOIN series se ON se.id = p.series_id
		WHERE p.state = 'published' AND p.author_id = $1
			AND ($2::timestamptz IS NULL OR (p.published_at, p.id) < ($2, $3::uuid))
		ORDER BY p.published_at DESC, p.id DESC LIMIT $4
---
SELECT 
	p.id, p.object_id, p.form, p.state, p.slug, p.title, p.summary, p.body, p.html, p.plain AS text,
	p.language, COALESCE(p.series_id::text, '') AS series_id, COALESCE(se.title, '') AS series,
	COALESCE(au.id::text, '') AS "author.id", COALESCE(au.slug, '') AS "author.slug",
	COALESCE(au.name, '') AS "author.name", COALESCE(au.guest, false) AS "author.guest",
	COALESCE(au.bio, '') AS "author.bio", COALESCE(au.handle, '') AS "author.handle",
	COALESCE(au.url, '') AS "author.url",
	p.thanks, p.comment_rule AS comments, p.version, p.created_at,
	or_never(p.published_at) AS published_at, or_never(p.edited_at) AS edited_at,
	or_never(p.scheduled_at) AS scheduled_at, or_never(p.withdrawn_at) AS withdrawn_at,
	or_never(p.pinned_at) AS pinned_at,
	or_never(p.submitted_at) AS "submission.at", COALESCE(p.submitted_by::text, '') AS "submission.by",
	p.submitted_word AS "submission.word", or_never(p.submitted_due) AS "submission.due",
	or_never(p.take_down_at) AS "dates.take_down_at", or_never(p.recheck_at) AS "dates.recheck_at",
	p.recheck_months AS "dates.recheck_months",
	COALESCE(pi.hash, '') AS "picture.hash", COALESCE(pi.ext, '') AS "picture.ext",
	COALESCE(pi.media_type, '') AS "picture.media_type", COALESCE(pi.width, 0) AS "picture.width",
	COALESCE(pi.height, 0) AS "picture.height", COALESCE(pi.blurhash, '') AS "picture.blurhash",
	COALESCE(pi.widths, '{}') AS picture_widths,
	COALESCE(pi.focal_x, 0) AS "picture.focal.x", COALESCE(pi.focal_y, 0) AS "picture.focal.y",
	p.picture_alt AS "picture.alt", p.decorative AS "picture.decorative",
	p.credit_creator AS "picture.credit.creator", p.credit_title AS "picture.credit.title",
	p.credit_source AS "picture.credit.source", p.credit_licence AS "picture.credit.licence",
	ARRAY(SELECT t.label FROM post_tags t WHERE t.post_id = p.id ORDER BY t.position) AS tag_labels,
	(SELECT count(*) FROM reactions r WHERE r.post_id = p.id AND r.kind = 'like') AS likes,
	(SELECT count(*) FROM reactions r WHERE r.post_id = p.id AND r.kind = 'share') AS shares,
	(SELECT count(*) FROM comments c WHERE c.post_id = p.id AND c.verdict = 'approved') AS replies FROM 
	posts p
	LEFT JOIN authors au ON au.id = p.author_id
	LEFT JOIN pictures pi ON pi.hash = p.picture_hash
	LEFT JOIN series se ON se.id = p.series_id
		WHERE p.state = 'published' AND p.published_at >= $1 AND p.published_at < $2
		ORDER BY p.published_at DESC, p.id DESC LIMIT $3
---
SELECT 
	p.id, p.object_id, p.form, p.state, p.slug, p.title, p.summary, p.body, p.html, p.plain AS text,
	p.language, COALESCE(p.series_id::text, '') AS series_id, COALESCE(se.title, '') AS series,
	COALESCE(au.id::text, '') AS "author.id", COALESCE(au.slug, '') AS "author.slug",
	COALESCE(au.name, '') AS "author.name", COALESCE(au.guest, false) AS "author.guest",
	COALESCE(au.bio, '') AS "author.bio", COALESCE(au.handle, '') AS "author.handle",
	COALESCE(au.url, '') AS "author.url",
	p.thanks, p.comment_rule AS comments, p.version, p.created_at,
	or_never(p.published_at) AS published_at, or_never(p.edited_at) AS edited_at,
	or_never(p.scheduled_at) AS scheduled_at, or_never(p.withdrawn_at) AS withdrawn_at,
	or_never(p.pinned_at) AS pinned_at,
	or_never(p.submitted_at) AS "submission.at", COALESCE(p.submitted_by::text, '') AS "submission.by",
	p.submitted_word AS "submission.word", or_never(p.submitted_due) AS "submission.due",
	or_never(p.take_down_at) AS "dates.take_down_at", or_never(p.recheck_at) AS "dates.recheck_at",
	p.recheck_months AS "dates.recheck_months",
	COALESCE(pi.hash, '') AS "picture.hash", COALESCE(pi.ext, '') AS "picture.ext",
	COALESCE(pi.media_type, '') AS "picture.media_type", COALESCE(pi.width, 0) AS "picture.width",
	COALESCE(pi.height, 0) AS "picture.height", COALESCE(pi.blurhash, '') AS "picture.blurhash",
	COALESCE(pi.widths, '{}') AS picture_widths,
	COALESCE(pi.focal_x, 0) AS "picture.focal.x", COALESCE(pi.focal_y, 0) AS "picture.focal.y",
	p.picture_alt AS "picture.alt", p.decorative AS "picture.decorative",
	p.credit_creator AS "picture.credit.creator", p.credit_title AS "picture.credit.title",
	p.credit_source AS "picture.credit.source", p.credit_licence AS "picture.credit.licence",
	ARRAY(SELECT t.label FROM post_tags t WHERE t.post_id = p.id ORDER BY t.position) AS tag_labels,
	(SELECT count(*) FROM reactions r WHERE r.post_id = p.id AND r.kind = 'like') AS likes,
	(SELECT count(*) FROM reactions r WHERE r.post_id = p.id AND r.kind = 'share') AS shares,
	(SELECT count(*) FROM comments c WHERE c.post_id = p.id AND c.verdict = 'approved') AS replies FROM 
	posts p
	LEFT JOIN authors au ON au.id = p.author_id
	LEFT JOIN pictures pi ON pi.hash = p.picture_hash
	LEFT JOIN series se ON se.id = p.series_id
		WHERE p.state = 'published' AND p.recheck_at <= $1
		ORDER BY p.recheck_at, p.id LIMIT $2
---
SELECT 
	p.id, p.object_id, p.form, p.state, p.slug, p.title, p.summary, p.body, p.html, p.plain AS text,
	p.language, COALESCE(p.series_id::text, '') AS series_id, COALESCE(se.title, '') AS series,
	COALESCE(au.id::text, '') AS "author.id", COALESCE(au.slug, '') AS "author.slug",
	COALESCE(au.name, '') AS "author.name", COALESCE(au.guest, false) AS "author.guest",
	COALESCE(au.bio, '') AS "author.bio", COALESCE(au.handle, '') AS "author.handle",
	COALESCE(au.url, '') AS "author.url",
	p.thanks, p.comment_rule AS comments, p.version, p.created_at,
	or_never(p.published_at) AS published_at, or_never(p.edited_at) AS edited_at,
	or_never(p.scheduled_at) AS scheduled_at, or_never(p.withdrawn_at) AS withdrawn_at,
	or_never(p.pinned_at) AS pinned_at,
	or_never(p.submitted_at) AS "submission.at", COALESCE(p.submitted_by::text, '') AS "submission.by",
	p.submitted_word AS "submission.word", or_never(p.submitted_due) AS "submission.due",
	or_never(p.take_down_at) AS "dates.take_down_at", or_never(p.recheck_at) AS "dates.recheck_at",
	p.recheck_months AS "dates.recheck_months",
	COALESCE(pi.hash, '') AS "picture.hash", COALESCE(pi.ext, '') AS "picture.ext",
	COALESCE(pi.media_type, '') AS "picture.media_type", COALESCE(pi.width, 0) AS "picture.width",
	COALESCE(pi.height, 0) AS "picture.height", COALESCE(pi.blurhash, '') AS "picture.blurhash",
	COALESCE(pi.widths, '{}') AS picture_widths,
	COALESCE(pi.focal_x, 0) AS "picture.focal.x", COALESCE(pi.focal_y, 0) AS "picture.focal.y",
	p.picture_alt AS "picture.alt", p.decorative AS "picture.decorative",
	p.credit_creator AS "picture.credit.creator", p.credit_title AS "picture.credit.title",
	p.credit_source AS "picture.credit.source", p.credit_licence AS "picture.credit.licence",
	ARRAY(SELECT t.label FROM post_tags t WHERE t.post_id = p.id ORDER BY t.position) AS tag_labels,
	(SELECT count(*) FROM reactions r WHERE r.post_id = p.id AND r.kind = 'like') AS likes,
	(SELECT count(*) FROM reactions r WHERE r.post_id = p.id AND r.kind = 'share') AS shares,
	(SELECT count(*) FROM comments c WHERE c.post_id = p.id AND c.verdict = 'approved') AS replies FROM 
	posts p
	LEFT JOIN authors au ON au.id = p.author_id
	LEFT JOIN pictures pi ON pi.hash = p.picture_hash
	LEFT JOIN series se ON se.id = p.series_id
		WHERE p.state = 'published' AND p.take_down_at > $1 AND p.take_down_at <= $2
		ORDER BY p.take_down_at, p.id LIMIT $3
---
SELECT 
	p.id, p.object_id, p.form, p.state, p.slug, p.title, p.summary, p.body, p.html, p.plain AS text,
	p.language, COALESCE(p.series_id::text, '') AS series_id, COALESCE(se.title, '') AS series,
	COALESCE(au.id::text, '') AS "author.id", COALESCE(au.slug, '') AS "author.slug",
	COALESCE(au.name, '') AS "author.name", COALESCE(au.guest, false) AS "author.guest",
	COALESCE(au.bio, '') AS "author.bio", COALESCE(au.handle, '') AS "author.handle",
	COALESCE(au.url, '') AS "author.url",
	p.thanks, p.comment_rule AS comments, p.version, p.created_at,
	or_never(p.published_at) AS published_at, or_never(p.edited_at) AS edited_at,
	or_never(p.scheduled_at) AS scheduled_at, or_never(p.withdrawn_at) AS withdrawn_at,
	or_never(p.pinned_at) AS pinned_at,
	or_never(p.submitted_at) AS "submission.at", COALESCE(p.submitted_by::text, '') AS "submission.by",
	p.submitted_word AS "submission.word", or_never(p.submitted_due) AS "submission.due",
	or_never(p.take_down_at) AS "dates.take_down_at", or_never(p.recheck_at) AS "dates.recheck_at",
	p.recheck_months AS "dates.recheck_months",
	COALESCE(pi.hash, '') AS "picture.hash", COALESCE(pi.ext, '') AS "picture.ext",
	COALESCE(pi.media_type, '') AS "picture.media_type", COALESCE(pi.width, 0) AS "picture.width",
	COALESCE(pi.height, 0) AS "picture.height", COALESCE(pi.blurhash, '') AS "picture.blurhash",
	COALESCE(pi.widths, '{}') AS picture_widths,
	COALESCE(pi.focal_x, 0) AS "picture.focal.x", COALESCE(pi.focal_y, 0) AS "picture.focal.y",
	p.picture_alt AS "picture.alt", p.decorative AS "picture.decorative",
	p.credit_creator AS "picture.credit.creator", p.credit_title AS "picture.credit.title",
	p.credit_source AS "picture.credit.source", p.credit_licence AS "picture.credit.licence",
	ARRAY(SELECT t.label FROM post_tags t WHERE t.post_id = p.id ORDER BY t.position) AS tag_labels,
	(SELECT count(*) FROM reactions r WHERE r.post_id = p.id AND r.kind = 'like') AS likes,
	(SELECT count(*) FROM reactions r WHERE r.post_id = p.id AND r.kind = 'share') AS shares,
	(SELECT count(*) FROM comments c WHERE c.post_id = p.id AND c.verdict = 'approved') AS replies FROM 
	posts p
	LEFT JOIN authors au ON au.id = p.author_id
	LEFT JOIN pictures pi ON pi.hash = p.picture_hash
	LEFT JOIN series se ON se.id = p.series_id
		WHERE p.state = 'review' AND ($1::uuid IS NULL OR p.editor_id = $1)
		ORDER BY p.submitted_due NULLS LAST, p.submitted_at, p.id LIMIT $2
---
SELECT 
	p.id, p.object_id, p.form, p.state, p.slug, p.title, p.summary, p.body, p.html, p.plain AS text,
	p.language, COALESCE(p.series_id::text, '') AS series_id, COALESCE(se.title, '') AS series,
	COALESCE(au.id::text, '') AS "author.id", COALESCE(au.slug, '') AS "author.slug",
	COALESCE(au.name, '') AS "author.name", COALESCE(au.guest, false) AS "author.guest",
	COALESCE(au.bio, '') AS "author.bio", COALESCE(au.handle, '') AS "author.handle",
	COALESCE(au.url, '') AS "author.url",
	p.thanks, p.comment_rule AS comments, p.version, p.created_at,
	or_never(p.published_at) AS published_at, or_never(p.edited_at) AS edited_at,
	or_never(p.scheduled_at) AS scheduled_at, or_never(p.withdrawn_at) AS withdrawn_at,
	or_never(p.pinned_at) AS pinned_at,
	or_never(p.submitted_at) AS "submission.at", COALESCE(p.submitted_by::text, '') AS "submission.by",
	p.submitted_word AS "submission.word", or_never(p.submitted_due) AS "submission.due",
	or_never(p.take_down_at) AS "dates.take_down_at", or_never(p.recheck_at) AS "dates.recheck_at",
	p.recheck_months AS "dates.recheck_months",
	COALESCE(pi.hash, '') AS "picture.hash", COALESCE(pi.ext, '') AS "picture.ext",
	COALESCE(pi.media_type, '') AS "picture.media_type", COALESCE(pi.width, 0) AS "picture.width",
	COALESCE(pi.height, 0) AS "picture.height", COALESCE(pi.blurhash, '') AS "picture.blurhash",
	COALESCE(pi.widths, '{}') AS picture_widths,
	COALESCE(pi.focal_x, 0) AS "picture.focal.x", COALESCE(pi.focal_y, 0) AS "picture.focal.y",
	p.picture_alt AS "picture.alt", p.decorative AS "picture.decorative",
	p.credit_creator AS "picture.credit.creator", p.credit_title AS "picture.credit.title",
	p.credit_source AS "picture.credit.source", p.credit_licence AS "picture.credit.licence",
	ARRAY(SELECT t.label FROM post_tags t WHERE t.post_id = p.id ORDER BY t.position) AS tag_labels,
	(SELECT count(*) FROM reactions r WHERE r.post_id = p.id AND r.kind = 'like') AS likes,
	(SELECT count(*) FROM reactions r WHERE r.post_id = p.id AND r.kind = 'share') AS shares,
	(SELECT count(*) FROM comments c WHERE c.post_id = p.id AND c.verdict = 'approved') AS replies FROM 
	posts p
	LEFT JOIN authors au ON au.id = p.author_id
	LEFT JOIN pictures pi ON pi.hash = p.picture_hash
	LEFT JOIN series se ON se.id = p.series_id LEFT JOIN events e ON e.post_id = p.id
		WHERE p.state = 'published' AND p.series_id = $1
		ORDER BY COALESCE(e.starts_at, p.published_at), p.id LIMIT $2
---
SELECT 
	p.id, p.object_id, p.form, p.state, p.slug, p.title, p.summary, p.body, p.html, p.plain AS text,
	p.language, COALESCE(p.series_id::text, '') AS series_id, COALESCE(se.title, '') AS series,
	COALESCE(au.id::text, '') AS "author.id", COALESCE(au.slug, '') AS "author.slug",
	COALESCE(au.name, '') AS "author.name", COALESCE(au.guest, false) AS "author.guest",
	COALESCE(au.bio, '') AS "author.bio", COALESCE(au.handle, '') AS "author.handle",
	COALESCE(au.url, '') AS "author.url",
	p.thanks, p.comment_rule AS comments, p.version, p.created_at,
	or_never(p.published_at) AS published_at, or_never(p.edited_at) AS edited_at,
	or_never(p.scheduled_at) AS scheduled_at, or_never(p.withdrawn_at) AS withdrawn_at,
	or_never(p.pinned_at) AS pinned_at,
	or_never(p.submitted_at) AS "submission.at", COALESCE(p.submitted_by::text, '') AS "submission.by",
	p.submitted_word AS "submission.word", or_never(p.submitted_due) AS "submission.due",
	or_never(p.take_down_at) AS "dates.take_down_at", or_never(p.recheck_at) AS "dates.recheck_at",
	p.recheck_months AS "dates.recheck_months",
	COALESCE(pi.hash, '') AS "picture.hash", COALESCE(pi.ext, '') AS "picture.ext",
	COALESCE(pi.media_type, '') AS "picture.media_type", COALESCE(pi.width, 0) AS "picture.width",
	COALESCE(pi.height, 0) AS "picture.height", COALESCE(pi.blurhash, '') AS "picture.blurhash",
	COALESCE(pi.widths, '{}') AS picture_widths,
	COALESCE(pi.focal_x, 0) AS "picture.focal.x", COALESCE(pi.focal_y, 0) AS "picture.focal.y",
	p.picture_alt AS "picture.alt", p.decorative AS "picture.decorative",
	p.credit_creator AS "picture.credit.creator", p.credit_title AS "picture.credit.title",
	p.credit_source AS "picture.credit.source", p.credit_licence AS "picture.credit.licence",
	ARRAY(SELECT t.label FROM post_tags t WHERE t.post_id = p.id ORDER BY t.position) AS tag_labels,
	(SELECT count(*) FROM reactions r WHERE r.post_id = p.id AND r.kind = 'like') AS likes,
	(SELECT count(*) FROM reactions r WHERE r.post_id = p.id AND r.kind = 'share') AS shares,
	(SELECT count(*) FROM comments c WHERE c.post_id = p.id AND c.verdict = 'approved') AS replies FROM 
	posts p
	LEFT JOIN authors au ON au.id = p.author_id
	LEFT JOIN pictures pi ON pi.hash = p.picture_hash
	LEFT JOIN series se ON se.id = p.series_id WHERE p.id = $1
---
SELECT 
	p.id, p.object_id, p.form, p.state, p.slug, p.title, p.summary, p.body, p.html, p.plain AS text,
	p.language, COALESCE(p.series_id::text, '') AS series_id, COALESCE(se.title, '') AS series,
	COALESCE(au.id::text, '') AS "author.id", COALESCE(au.slug, '') AS "author.slug",
	COALESCE(au.name, '') AS "author.name", COALESCE(au.guest, false) AS "author.guest",
	COALESCE(au.bio, '') AS "author.bio", COALESCE(au.handle, '') AS "author.handle",
	COALESCE(au.url, '') AS "author.url",
	p.thanks, p.comment_rule AS comments, p.version, p.created_at,
	or_never(p.published_at) AS published_at, or_never(p.edited_at) AS edited_at,
	or_never(p.scheduled_at) AS scheduled_at, or_never(p.withdrawn_at) AS withdrawn_at,
	or_never(p.pinned_at) AS pinned_at,
	or_never(p.submitted_at) AS "submission.at", COALESCE(p.submitted_by::text, '') AS "submission.by",
	p.submitted_word AS "submission.word", or_never(p.submitted_due) AS "submission.due",
	or_never(p.take_down_at) AS "dates.take_down_at", or_never(p.recheck_at) AS "dates.recheck_at",
	p.recheck_months AS "dates.recheck_months",
	COALESCE(pi.hash, '') AS "picture.hash", COALESCE(pi.ext, '') AS "picture.ext",
	COALESCE(pi.media_type, '') AS "picture.media_type", COALESCE(pi.width, 0) AS "picture.width",
	COALESCE(pi.height, 0) AS "picture.height", COALESCE(pi.blurhash, '') AS "picture.blurhash",
	COALESCE(pi.widths, '{}') AS picture_widths,
	COALESCE(pi.focal_x, 0) AS "picture.focal.x", COALESCE(pi.focal_y, 0) AS "picture.focal.y",
	p.picture_alt AS "picture.alt", p.decorative AS "picture.decorative",
	p.credit_creator AS "picture.credit.creator", p.credit_title AS "picture.credit.title",
	p.credit_source AS "picture.credit.source", p.credit_licence AS "picture.credit.licence",
	ARRAY(SELECT t.label FROM post_tags t WHERE t.post_id = p.id ORDER BY t.position) AS tag_labels,
	(SELECT count(*) FROM reactions r WHERE r.post_id = p.id AND r.kind = 'like') AS likes,
	(SELECT count(*) FROM reactions r WHERE r.post_id = p.id AND r.kind = 'share') AS shares,
	(SELECT count(*) FROM comments c WHERE c.post_id = p.id AND c.verdict = 'approved') AS replies,
	or_never(e.starts_at) AS starts, or_never(e.ends_at) AS ends, e.zone,
	e.venue_name AS "venue.name", e.venue_street AS "venue.street", e.venue_locality AS "venue.locality",
	e.venue_region AS "venue.region", e.venue_postcode AS "venue.postcode", e.venue_country AS "venue.country",
	e.venue_access AS "venue.access", e.latitude AS "venue.latitude", e.longitude AS "venue.longitude",
	e.online, e.booking, e.capacity, e.price, e.standing, or_never(e.previous_starts) AS previous_starts, e.sequence FROM 
	posts p
	LEFT JOIN authors au ON au.id = p.author_id
	LEFT JOIN pictures pi ON pi.hash = p.picture_hash
	LEFT JOIN series se ON se.id = p.series_id JOIN events e ON e.post_id = p.id
		WHERE p.object_id = $1 AND p.state = 'published'
---
SELECT 
	p.id, p.object_id, p.form, p.state, p.slug, p.title, p.summary, p.body, p.html, p.plain AS text,
	p.language, COALESCE(p.series_id::text, '') AS series_id, COALESCE(se.title, '') AS series,
	COALESCE(au.id::text, '') AS "author.id", COALESCE(au.slug, '') AS "author.slug",
	COALESCE(au.name, '') AS "author.name", COALESCE(au.guest, false) AS "author.guest",
	COALESCE(au.bio, '') AS "author.bio", COALESCE(au.handle, '') AS "author.handle",
	COALESCE(au.url, '') AS "author.url",
	p.thanks, p.comment_rule AS comments, p.version, p.created_at,
	or_never(p.published_at) AS published_at, or_never(p.edited_at) AS edited_at,
	or_never(p.scheduled_at) AS scheduled_at, or_never(p.withdrawn_at) AS withdrawn_at,
	or_never(p.pinned_at) AS pinned_at,
	or_never(p.submitted_at) AS "submission.at", COALESCE(p.submitted_by::text, '') AS "submission.by",
	p.submitted_word AS "submission.word", or_never(p.submitted_due) AS "submission.due",
	or_never(p.take_down_at) AS "dates.take_down_at", or_never(p.recheck_at) AS "dates.recheck_at",
	p.recheck_months AS "dates.recheck_months",
	COALESCE(pi.hash, '') AS "picture.hash", COALESCE(pi.ext, '') AS "picture.ext",
	COALESCE(pi.media_type, '') AS "picture.media_type", COALESCE(pi.width, 0) AS "picture.width",
	COALESCE(pi.height, 0) AS "picture.height", COALESCE(pi.blurhash, '') AS "picture.blurhash",
	COALESCE(pi.widths, '{}') AS picture_widths,
	COALESCE(pi.focal_x, 0) AS "picture.focal.x", COALESCE(pi.focal_y, 0) AS "picture.focal.y",
	p.picture_alt AS "picture.alt", p.decorative AS "picture.decorative",
	p.credit_creator AS "picture.credit.creator", p.credit_title AS "picture.credit.title",
	p.credit_source AS "picture.credit.source", p.credit_licence AS "picture.credit.licence",
	ARRAY(SELECT t.label FROM post_tags t WHERE t.post_id = p.id ORDER BY t.position) AS tag_labels,
	(SELECT count(*) FROM reactions r WHERE r.post_id = p.id AND r.kind = 'like') AS likes,
	(SELECT count(*) FROM reactions r WHERE r.post_id = p.id AND r.kind = 'share') AS shares,
	(SELECT count(*) FROM comments c WHERE c.post_id = p.id AND c.verdict = 'approved') AS replies,
	or_never(e.starts_at) AS starts, or_never(e.ends_at) AS ends, e.zone,
	e.venue_name AS "venue.name", e.venue_street AS "venue.street", e.venue_locality AS "venue.locality",
	e.venue_region AS "venue.region", e.venue_postcode AS "venue.postcode", e.venue_country AS "venue.country",
	e.venue_access AS "venue.access", e.latitude AS "venue.latitude", e.longitude AS "venue.longitude",
	e.online, e.booking, e.capacity, e.price, e.standing, or_never(e.previous_starts) AS previous_starts, e.sequence FROM 
	posts p
	LEFT JOIN authors au ON au.id = p.author_id
	LEFT JOIN pictures pi ON pi.hash = p.picture_hash
	LEFT JOIN series se ON se.id = p.series_id JOIN events e ON e.post_id = p.id
		WHERE p.slug = $1 AND p.state = 'published'
---
SELECT 
	p.id, p.object_id, p.form, p.state, p.slug, p.title, p.summary, p.body, p.html, p.plain AS text,
	p.language, COALESCE(p.series_id::text, '') AS series_id, COALESCE(se.title, '') AS series,
	COALESCE(au.id::text, '') AS "author.id", COALESCE(au.slug, '') AS "author.slug",
	COALESCE(au.name, '') AS "author.name", COALESCE(au.guest, false) AS "author.guest",
	COALESCE(au.bio, '') AS "author.bio", COALESCE(au.handle, '') AS "author.handle",
	COALESCE(au.url, '') AS "author.url",
	p.thanks, p.comment_rule AS comments, p.version, p.created_at,
	or_never(p.published_at) AS published_at, or_never(p.edited_at) AS edited_at,
	or_never(p.scheduled_at) AS scheduled_at, or_never(p.withdrawn_at) AS withdrawn_at,
	or_never(p.pinned_at) AS pinned_at,
	or_never(p.submitted_at) AS "submission.at", COALESCE(p.submitted_by::text, '') AS "submission.by",
	p.submitted_word AS "submission.word", or_never(p.submitted_due) AS "submission.due",
	or_never(p.take_down_at) AS "dates.take_down_at", or_never(p.recheck_at) AS "dates.recheck_at",
	p.recheck_months AS "dates.recheck_months",
	COALESCE(pi.hash, '') AS "picture.hash", COALESCE(pi.ext, '') AS "picture.ext",
	COALESCE(pi.media_type, '') AS "picture.media_type", COALESCE(pi.width, 0) AS "picture.width",
	COALESCE(pi.height, 0) AS "picture.height", COALESCE(pi.blurhash, '') AS "picture.blurhash",
	COALESCE(pi.widths, '{}') AS picture_widths,
	COALESCE(pi.focal_x, 0) AS "picture.focal.x", COALESCE(pi.focal_y, 0) AS "picture.focal.y",
	p.picture_alt AS "picture.alt", p.decorative AS "picture.decorative",
	p.credit_creator AS "picture.credit.creator", p.credit_title AS "picture.credit.title",
	p.credit_source AS "picture.credit.source", p.credit_licence AS "picture.credit.licence",
	ARRAY(SELECT t.label FROM post_tags t WHERE t.post_id = p.id ORDER BY t.position) AS tag_labels,
	(SELECT count(*) FROM reactions r WHERE r.post_id = p.id AND r.kind = 'like') AS likes,
	(SELECT count(*) FROM reactions r WHERE r.post_id = p.id AND r.kind = 'share') AS shares,
	(SELECT count(*) FROM comments c WHERE c.post_id = p.id AND c.verdict = 'approved') AS replies,
	or_never(e.starts_at) AS starts, or_never(e.ends_at) AS ends, e.zone,
	e.venue_name AS "venue.name", e.venue_street AS "venue.street", e.venue_locality AS "venue.locality",
	e.venue_region AS "venue.region", e.venue_postcode AS "venue.postcode", e.venue_country AS "venue.country",
	e.venue_access AS "venue.access", e.latitude AS "venue.latitude", e.longitude AS "venue.longitude",
	e.online, e.booking, e.capacity, e.price, e.standing, or_never(e.previous_starts) AS previous_starts, e.sequence FROM 
	posts p
	LEFT JOIN authors au ON au.id = p.author_id
	LEFT JOIN pictures pi ON pi.hash = p.picture_hash
	LEFT JOIN series se ON se.id = p.series_id JOIN events e ON e.post_id = p.id
		WHERE p.state = 'published' AND COALESCE(e.ends_at, e.starts_at + interval '1 hour') < $1
		ORDER BY e.starts_at DESC, p.id LIMIT $2
---
SELECT 
	p.id, p.object_id, p.form, p.state, p.slug, p.title, p.summary, p.body, p.html, p.plain AS text,
	p.language, COALESCE(p.series_id::text, '') AS series_id, COALESCE(se.title, '') AS series,
	COALESCE(au.id::text, '') AS "author.id", COALESCE(au.slug, '') AS "author.slug",
	COALESCE(au.name, '') AS "author.name", COALESCE(au.guest, false) AS "author.guest",
	COALESCE(au.bio, '') AS "author.bio", COALESCE(au.handle, '') AS "author.handle",
	COALESCE(au.url, '') AS "author.url",
	p.thanks, p.comment_rule AS comments, p.version, p.created_at,
	or_never(p.published_at) AS published_at, or_never(p.edited_at) AS edited_at,
	or_never(p.scheduled_at) AS scheduled_at, or_never(p.withdrawn_at) AS withdrawn_at,
	or_never(p.pinned_at) AS pinned_at,
	or_never(p.submitted_at) AS "submission.at", COALESCE(p.submitted_by::text, '') AS "submission.by",
	p.submitted_word AS "submission.word", or_never(p.submitted_due) AS "submission.due",
	or_never(p.take_down_at) AS "dates.take_down_at", or_never(p.recheck_at) AS "dates.recheck_at",
	p.recheck_months AS "dates.recheck_months",
	COALESCE(pi.hash, '') AS "picture.hash", COALESCE(pi.ext, '') AS "picture.ext",
	COALESCE(pi.media_type, '') AS "picture.media_type", COALESCE(pi.width, 0) AS "picture.width",
	COALESCE(pi.height, 0) AS "picture.height", COALESCE(pi.blurhash, '') AS "picture.blurhash",
	COALESCE(pi.widths, '{}') AS picture_widths,
	COALESCE(pi.focal_x, 0) AS "picture.focal.x", COALESCE(pi.focal_y, 0) AS "picture.focal.y",
	p.picture_alt AS "picture.alt", p.decorative AS "picture.decorative",
	p.credit_creator AS "picture.credit.creator", p.credit_title AS "picture.credit.title",
	p.credit_source AS "picture.credit.source", p.credit_licence AS "picture.credit.licence",
	ARRAY(SELECT t.label FROM post_tags t WHERE t.post_id = p.id ORDER BY t.position) AS tag_labels,
	(SELECT count(*) FROM reactions r WHERE r.post_id = p.id AND r.kind = 'like') AS likes,
	(SELECT count(*) FROM reactions r WHERE r.post_id = p.id AND r.kind = 'share') AS shares,
	(SELECT count(*) FROM comments c WHERE c.post_id = p.id AND c.verdict = 'approved') AS replies,
	or_never(e.starts_at) AS starts, or_never(e.ends_at) AS ends, e.zone,
	e.venue_name AS "venue.name", e.venue_street AS "venue.street", e.venue_locality AS "venue.locality",
	e.venue_region AS "venue.region", e.venue_postcode AS "venue.postcode", e.venue_country AS "venue.country",
	e.venue_access AS "venue.access", e.latitude AS "venue.latitude", e.longitude AS "venue.longitude",
	e.online, e.booking, e.capacity, e.price, e.standing, or_never(e.previous_starts) AS previous_starts, e.sequence FROM 
	posts p
	LEFT JOIN authors au ON au.id = p.author_id
	LEFT JOIN pictures pi ON pi.hash = p.picture_hash
	LEFT JOIN series se ON se.id = p.series_id JOIN events e ON e.post_id = p.id
		WHERE p.state = 'published' AND COALESCE(e.ends_at, e.starts_at + interval '1 hour') >= $1
		ORDER BY e.starts_at, p.id LIMIT $2
---
SELECT 
	p.id, p.object_id, p.form, p.state, p.slug, p.title, p.summary, p.body, p.html, p.plain AS text,
	p.language, COALESCE(p.series_id::text, '') AS series_id, COALESCE(se.title, '') AS series,
	COALESCE(au.id::text, '') AS "author.id", COALESCE(au.slug, '') AS "author.slug",
	COALESCE(au.name, '') AS "author.name", COALESCE(au.guest, false) AS "author.guest",
	COALESCE(au.bio, '') AS "author.bio", COALESCE(au.handle, '') AS "author.handle",
	COALESCE(au.url, '') AS "author.url",
	p.thanks, p.comment_rule AS comments, p.version, p.created_at,
	or_never(p.published_at) AS published_at, or_never(p.edited_at) AS edited_at,
	or_never(p.scheduled_at) AS scheduled_at, or_never(p.withdrawn_at) AS withdrawn_at,
	or_never(p.pinned_at) AS pinned_at,
	or_never(p.submitted_at) AS "submission.at", COALESCE(p.submitted_by::text, '') AS "submission.by",
	p.submitted_word AS "submission.word", or_never(p.submitted_due) AS "submission.due",
	or_never(p.take_down_at) AS "dates.take_down_at", or_never(p.recheck_at) AS "dates.recheck_at",
	p.recheck_months AS "dates.recheck_months",
	COALESCE(pi.hash, '') AS "picture.hash", COALESCE(pi.ext, '') AS "picture.ext",
	COALESCE(pi.media_type, '') AS "picture.media_type", COALESCE(pi.width, 0) AS "picture.width",
	COALESCE(pi.height, 0) AS "picture.height", COALESCE(pi.blurhash, '') AS "picture.blurhash",
	COALESCE(pi.widths, '{}') AS picture_widths,
	COALESCE(pi.focal_x, 0) AS "picture.focal.x", COALESCE(pi.focal_y, 0) AS "picture.focal.y",
	p.picture_alt AS "picture.alt", p.decorative AS "picture.decorative",
	p.credit_creator AS "picture.credit.creator", p.credit_title AS "picture.credit.title",
	p.credit_source AS "picture.credit.source", p.credit_licence AS "picture.credit.licence",
	ARRAY(SELECT t.label FROM post_tags t WHERE t.post_id = p.id ORDER BY t.position) AS tag_labels,
	(SELECT count(*) FROM reactions r WHERE r.post_id = p.id AND r.kind = 'like') AS likes,
	(SELECT count(*) FROM reactions r WHERE r.post_id = p.id AND r.kind = 'share') AS shares,
	(SELECT count(*) FROM comments c WHERE c.post_id = p.id AND c.verdict = 'approved') AS replies,
	or_never(e.starts_at) AS starts, or_never(e.ends_at) AS ends, e.zone,
	e.venue_name AS "venue.name", e.venue_street AS "venue.street", e.venue_locality AS "venue.locality",
	e.venue_region AS "venue.region", e.venue_postcode AS "venue.postcode", e.venue_country AS "venue.country",
	e.venue_access AS "venue.access", e.latitude AS "venue.latitude", e.longitude AS "venue.longitude",
	e.online, e.booking, e.capacity, e.price, e.standing, or_never(e.previous_starts) AS previous_starts, e.sequence FROM 
	posts p
	LEFT JOIN authors au ON au.id = p.author_id
	LEFT JOIN pictures pi ON pi.hash = p.picture_hash
	LEFT JOIN series se ON se.id = p.series_id JOIN events e ON e.post_id = p.id
		WHERE p.state = 'published' AND COALESCE(e.ends_at, e.starts_at) >= $1
			AND ($2 = '' OR EXISTS (SELECT FROM post_tags t WHERE t.post_id = p.id AND t.key = $2))
		ORDER BY e.starts_at, p.id LIMIT $3
---
SELECT 
	p.id, p.object_id, p.form, p.state, p.slug, p.title, p.summary, p.body, p.html, p.plain AS text,
	p.language, COALESCE(p.series_id::text, '') AS series_id, COALESCE(se.title, '') AS series,
	COALESCE(au.id::text, '') AS "author.id", COALESCE(au.slug, '') AS "author.slug",
	COALESCE(au.name, '') AS "author.name", COALESCE(au.guest, false) AS "author.guest",
	COALESCE(au.bio, '') AS "author.bio", COALESCE(au.handle, '') AS "author.handle",
	COALESCE(au.url, '') AS "author.url",
	p.thanks, p.comment_rule AS comments, p.version, p.created_at,
	or_never(p.published_at) AS published_at, or_never(p.edited_at) AS edited_at,
	or_never(p.scheduled_at) AS scheduled_at, or_never(p.withdrawn_at) AS withdrawn_at,
	or_never(p.pinned_at) AS pinned_at,
	or_never(p.submitted_at) AS "submission.at", COALESCE(p.submitted_by::text, '') AS "submission.by",
	p.submitted_word AS "submission.word", or_never(p.submitted_due) AS "submission.due",
	or_never(p.take_down_at) AS "dates.take_down_at", or_never(p.recheck_at) AS "dates.recheck_at",
	p.recheck_months AS "dates.recheck_months",
	COALESCE(pi.hash, '') AS "picture.hash", COALESCE(pi.ext, '') AS "picture.ext",
	COALESCE(pi.media_type, '') AS "picture.media_type", COALESCE(pi.width, 0) AS "picture.width",
	COALESCE(pi.height, 0) AS "picture.height", COALESCE(pi.blurhash, '') AS "picture.blurhash",
	COALESCE(pi.widths, '{}') AS picture_widths,
	COALESCE(pi.focal_x, 0) AS "picture.focal.x", COALESCE(pi.focal_y, 0) AS "picture.focal.y",
	p.picture_alt AS "picture.alt", p.decorative AS "picture.decorative",
	p.credit_creator AS "picture.credit.creator", p.credit_title AS "picture.credit.title",
	p.credit_source AS "picture.credit.source", p.credit_licence AS "picture.credit.licence",
	ARRAY(SELECT t.label FROM post_tags t WHERE t.post_id = p.id ORDER BY t.position) AS tag_labels,
	(SELECT count(*) FROM reactions r WHERE r.post_id = p.id AND r.kind = 'like') AS likes,
	(SELECT count(*) FROM reactions r WHERE r.post_id = p.id AND r.kind = 'share') AS shares,
	(SELECT count(*) FROM comments c WHERE c.post_id = p.id AND c.verdict = 'approved') AS replies,
	or_never(e.starts_at) AS starts, or_never(e.ends_at) AS ends, e.zone,
	e.venue_name AS "venue.name", e.venue_street AS "venue.street", e.venue_locality AS "venue.locality",
	e.venue_region AS "venue.region", e.venue_postcode AS "venue.postcode", e.venue_country AS "venue.country",
	e.venue_access AS "venue.access", e.latitude AS "venue.latitude", e.longitude AS "venue.longitude",
	e.online, e.booking, e.capacity, e.price, e.standing, or_never(e.previous_starts) AS previous_starts, e.sequence FROM 
	posts p
	LEFT JOIN authors au ON au.id = p.author_id
	LEFT JOIN pictures pi ON pi.hash = p.picture_hash
	LEFT JOIN series se ON se.id = p.series_id JOIN events e ON e.post_id = p.id
		WHERE p.state = 'published' AND p.id = ANY($1::uuid[])
---
SELECT 
	p.id, p.object_id, p.form, p.state, p.slug, p.title, p.summary, p.body, p.html, p.plain AS text,
	p.language, COALESCE(p.series_id::text, '') AS series_id, COALESCE(se.title, '') AS series,
	COALESCE(au.id::text, '') AS "author.id", COALESCE(au.slug, '') AS "author.slug",
	COALESCE(au.name, '') AS "author.name", COALESCE(au.guest, false) AS "author.guest",
	COALESCE(au.bio, '') AS "author.bio", COALESCE(au.handle, '') AS "author.handle",
	COALESCE(au.url, '') AS "author.url",
	p.thanks, p.comment_rule AS comments, p.version, p.created_at,
	or_never(p.published_at) AS published_at, or_never(p.edited_at) AS edited_at,
	or_never(p.scheduled_at) AS scheduled_at, or_never(p.withdrawn_at) AS withdrawn_at,
	or_never(p.pinned_at) AS pinned_at,
	or_never(p.submitted_at) AS "submission.at", COALESCE(p.submitted_by::text, '') AS "submission.by",
	p.submitted_word AS "submission.word", or_never(p.submitted_due) AS "submission.due",
	or_never(p.take_down_at) AS "dates.take_down_at", or_never(p.recheck_at) AS "dates.recheck_at",
	p.recheck_months AS "dates.recheck_months",
	COALESCE(pi.hash, '') AS "picture.hash", COALESCE(pi.ext, '') AS "picture.ext",
	COALESCE(pi.media_type, '') AS "picture.media_type", COALESCE(pi.width, 0) AS "picture.width",
	COALESCE(pi.height, 0) AS "picture.height", COALESCE(pi.blurhash, '') AS "picture.blurhash",
	COALESCE(pi.widths, '{}') AS picture_widths,
	COALESCE(pi.focal_x, 0) AS "picture.focal.x", COALESCE(pi.focal_y, 0) AS "picture.focal.y",
	p.picture_alt AS "picture.alt", p.decorative AS "picture.decorative",
	p.credit_creator AS "picture.credit.creator", p.credit_title AS "picture.credit.title",
	p.credit_source AS "picture.credit.source", p.credit_licence AS "picture.credit.licence",
	ARRAY(SELECT t.label FROM post_tags t WHERE t.post_id = p.id ORDER BY t.position) AS tag_labels,
	(SELECT count(*) FROM reactions r WHERE r.post_id = p.id AND r.kind = 'like') AS likes,
	(SELECT count(*) FROM reactions r WHERE r.post_id = p.id AND r.kind = 'share') AS shares,
	(SELECT count(*) FROM comments c WHERE c.post_id = p.id AND c.verdict = 'approved') AS replies,
	or_never(e.starts_at) AS starts, or_never(e.ends_at) AS ends, e.zone,
	e.venue_name AS "venue.name", e.venue_street AS "venue.street", e.venue_locality AS "venue.locality",
	e.venue_region AS "venue.region", e.venue_postcode AS "venue.postcode", e.venue_country AS "venue.country",
	e.venue_access AS "venue.access", e.latitude AS "venue.latitude", e.longitude AS "venue.longitude",
	e.online, e.booking, e.capacity, e.price, e.standing, or_never(e.previous_starts) AS previous_starts, e.sequence FROM 
	posts p
	LEFT JOIN authors au ON au.id = p.author_id
	LEFT JOIN pictures pi ON pi.hash = p.picture_hash
	LEFT JOIN series se ON se.id = p.series_id JOIN events e ON e.post_id = p.id WHERE p.id = $1
---
SELECT 
	pe.uri AS "person.uri", pe.handle AS "person.handle", pe.name AS "person.name", pe.url AS "person.url",
	pe.host AS "person.host", or_never(pe.blocked_at) AS "person.blocked_at",
	st.id, st.kind, st.uri, st.target, COALESCE(st.post_id::text, '') AS post_id,
	COALESCE(st.comment_id::text, '') AS comment_id, st.audience, st.url, st.given_at AS given,
	or_never(st.shown_at) AS shown, or_never(st.revoked_at) AS revoked,
	COALESCE(about.title, '') AS post_title FROM stamps st JOIN people pe ON pe.uri = st.person_uri LEFT JOIN posts about ON about.id = st.post_id
		WHERE $1::uuid IS NULL OR st.post_id = $1
		ORDER BY st.given_at DESC, st.id LIMIT $2
---
SELECT 
	pe.uri AS "person.uri", pe.handle AS "person.handle", pe.name AS "person.name", pe.url AS "person.url",
	pe.host AS "person.host", or_never(pe.blocked_at) AS "person.blocked_at",
	st.id, st.kind, st.uri, st.target, COALESCE(st.post_id::text, '') AS post_id,
	COALESCE(st.comment_id::text, '') AS comment_id, st.audience, st.url, st.given_at AS given,
	or_never(st.shown_at) AS shown, or_never(st.revoked_at) AS revoked,
	COALESCE(about.title, '') AS post_title FROM stamps st JOIN people pe ON pe.uri = st.person_uri LEFT JOIN posts about ON about.id = st.post_id
		WHERE st.post_id = $1 AND st.shown_at IS NOT NULL AND st.revoked_at IS NULL AND pe.blocked_at IS NULL
	AND NOT EXISTS (SELECT FROM hosts h WHERE h.blocked_at IS NOT NULL
		AND (pe.host = h.host OR right(pe.host, length(h.host) + 1) = '.' || h.host))
	AND (st.kind = 'listing' OR EXISTS (SELECT FROM posts po WHERE po.id = st.post_id AND po.state = 'published'
		AND CASE WHEN st.comment_id IS NULL THEN st.target LIKE '%/' || po.object_id::text
			ELSE EXISTS (SELECT FROM comments c WHERE c.id = st.comment_id AND c.verdict = 'approved' AND c.audience IN ('public', 'quiet') AND po.state = 'published') END))
			AND NOT EXISTS (SELECT FROM comments c WHERE c.uri = st.uri AND c.post_id IS NOT NULL)
		ORDER BY st.given_at, st.id LIMIT $2
---
SELECT 
	pe.uri AS "person.uri", pe.handle AS "person.handle", pe.name AS "person.name", pe.url AS "person.url",
	pe.host AS "person.host", or_never(pe.blocked_at) AS "person.blocked_at",
	st.id, st.kind, st.uri, st.target, COALESCE(st.post_id::text, '') AS post_id,
	COALESCE(st.comment_id::text, '') AS comment_id, st.audience, st.url, st.given_at AS given,
	or_never(st.shown_at) AS shown, or_never(st.revoked_at) AS revoked,
	COALESCE(about.title, '') AS post_title FROM stamps st JOIN people pe ON pe.uri = st.person_uri LEFT JOIN posts about ON about.id = st.post_id WHERE st.id = $1
---
SELECT 
	pe.uri AS "person.uri", pe.handle AS "person.handle", pe.name AS "person.name", pe.url AS "person.url",
	pe.host AS "person.host", or_never(pe.blocked_at) AS "person.blocked_at",
	st.id, st.kind, st.uri, st.target, COALESCE(st.post_id::text, '') AS post_id,
	COALESCE(st.comment_id::text, '') AS comment_id, st.audience, st.url, st.given_at AS given,
	or_never(st.shown_at) AS shown, or_never(st.revoked_at) AS revoked,
	COALESCE(about.title, '') AS post_title FROM stamps st JOIN people pe ON pe.uri = st.person_uri LEFT JOIN posts about ON about.id = st.post_id WHERE st.id = $1 AND st.revoked_at IS NULL AND pe.blocked_at IS NULL
	AND NOT EXISTS (SELECT FROM hosts h WHERE h.blocked_at IS NOT NULL
		AND (pe.host = h.host OR right(pe.host, length(h.host) + 1) = '.' || h.host))
	AND (st.kind = 'listing' OR EXISTS (SELECT FROM posts po WHERE po.id = st.post_id AND po.state = 'published'
		AND CASE WHEN st.comment_id IS NULL THEN st.target LIKE '%/' || po.object_id::text
			ELSE EXISTS (SELECT FROM comments c WHERE c.id = st.comment_id AND c.verdict = 'approved' AND c.audience IN ('public', 'quiet') AND po.state = 'published') END))
---
SELECT 
	pe.uri, pe.type, pe.handle, pe.name, pe.url, pe.host, pe.inbox, pe.shared_inbox, pe.followers,
	pe.icon_url, pe.bio, pe.moved_to, pe.fetched_at, or_never(pe.trusted_at) AS trusted_at,
	or_never(pe.blocked_at) AS blocked_at, pe.block_reason, or_never(pe.gone_at) AS gone_at, pe.suspended FROM people pe WHERE pe.blocked_at IS NOT NULL
		ORDER BY pe.blocked_at DESC, pe.uri LIMIT $1
---
SELECT 
	pe.uri, pe.type, pe.handle, pe.name, pe.url, pe.host, pe.inbox, pe.shared_inbox, pe.followers,
	pe.icon_url, pe.bio, pe.moved_to, pe.fetched_at, or_never(pe.trusted_at) AS trusted_at,
	or_never(pe.blocked_at) AS blocked_at, pe.block_reason, or_never(pe.gone_at) AS gone_at, pe.suspended FROM people pe WHERE pe.uri = $1
---
SELECT 
	pe.uri, pe.type, pe.handle, pe.name, pe.url, pe.host, pe.inbox, pe.shared_inbox, pe.followers,
	pe.icon_url, pe.bio, pe.moved_to, pe.fetched_at, or_never(pe.trusted_at) AS trusted_at,
	or_never(pe.blocked_at) AS blocked_at, pe.block_reason, or_never(pe.gone_at) AS gone_at, pe.suspended,
	pa.id, pa.state, pa.trust, pa.follow_id, pa.since,
	(SELECT count(*) FROM network_items i WHERE i.partner_id = pa.id) AS items,
	COALESCE((SELECT COALESCE(NULLIF(o.handle, ''), o.uri)
		FROM partners po JOIN people o ON o.uri = po.person_uri WHERE po.id = pa.moved_to), '') AS went_to,
	COALESCE((SELECT string_agg(COALESCE(NULLIF(o.handle, ''), o.uri), ', ' ORDER BY o.uri)
		FROM partners po JOIN people o ON o.uri = po.person_uri WHERE po.moved_to = pa.id), '') AS came_from FROM partners pa JOIN people pe ON pe.uri = pa.person_uri WHERE pa.id = $1
---
SELECT 
	pe.uri, pe.type, pe.handle, pe.name, pe.url, pe.host, pe.inbox, pe.shared_inbox, pe.followers,
	pe.icon_url, pe.bio, pe.moved_to, pe.fetched_at, or_never(pe.trusted_at) AS trusted_at,
	or_never(pe.blocked_at) AS blocked_at, pe.block_reason, or_never(pe.gone_at) AS gone_at, pe.suspended,
	pa.id, pa.state, pa.trust, pa.follow_id, pa.since,
	(SELECT count(*) FROM network_items i WHERE i.partner_id = pa.id) AS items,
	COALESCE((SELECT COALESCE(NULLIF(o.handle, ''), o.uri)
		FROM partners po JOIN people o ON o.uri = po.person_uri WHERE po.id = pa.moved_to), '') AS went_to,
	COALESCE((SELECT string_agg(COALESCE(NULLIF(o.handle, ''), o.uri), ', ' ORDER BY o.uri)
		FROM partners po JOIN people o ON o.uri = po.person_uri WHERE po.moved_to = pa.id), '') AS came_from FROM partners pa JOIN people pe ON pe.uri = pa.person_uri WHERE pa.person_uri = $1
---
SELECT 
	pi.hash, pi.ext, pi.media_type, pi.width, pi.height, pi.blurhash, pi.widths AS width_list,
	pi.alt, pi.decorative, pi.credit_creator AS "credit.creator", pi.credit_title AS "credit.title",
	pi.credit_source AS "credit.source", pi.credit_licence AS "credit.licence",
	pi.focal_x AS "focal.x", pi.focal_y AS "focal.y", COALESCE(pi.made_from, '') AS made_from,
	pi.crop_x AS "crop.x", pi.crop_y AS "crop.y", pi.crop_width AS "crop.width", pi.crop_height AS "crop.height",
	pi.created_at AS uploaded_at, COALESCE(ed.name, '') AS uploaded_by, COALESCE(ed.id::text, '') AS editor_id FROM pictures pi LEFT JOIN editors ed ON ed.id = pi.editor_id
		ORDER BY pi.created_at DESC, pi.hash DESC LIMIT $1
---
SELECT 
	pi.hash, pi.ext, pi.media_type, pi.width, pi.height, pi.blurhash, pi.widths AS width_list,
	pi.alt, pi.decorative, pi.credit_creator AS "credit.creator", pi.credit_title AS "credit.title",
	pi.credit_source AS "credit.source", pi.credit_licence AS "credit.licence",
	pi.focal_x AS "focal.x", pi.focal_y AS "focal.y", COALESCE(pi.made_from, '') AS made_from,
	pi.crop_x AS "crop.x", pi.crop_y AS "crop.y", pi.crop_width AS "crop.width", pi.crop_height AS "crop.height",
	pi.created_at AS uploaded_at, COALESCE(ed.name, '') AS uploaded_by, COALESCE(ed.id::text, '') AS editor_id FROM pictures pi LEFT JOIN editors ed ON ed.id = pi.editor_id
		WHERE ($1 = '' OR strpos(plain_text(lower(concat_ws(' ', pi.alt, pi.credit_creator, pi.credit_title, pi.credit_licence))), plain_text(lower($1))) > 0)
			AND (NOT $2 OR pi.credit_creator = '' OR pi.alt = '' AND NOT pi.decorative)
			AND ($3::timestamptz IS NULL OR (pi.created_at, pi.hash) < ($3, $4))
		ORDER BY pi.created_at DESC, pi.hash DESC LIMIT $5
---
SELECT 
	pi.hash, pi.ext, pi.media_type, pi.width, pi.height, pi.blurhash, pi.widths AS width_list,
	pi.alt, pi.decorative, pi.credit_creator AS "credit.creator", pi.credit_title AS "credit.title",
	pi.credit_source AS "credit.source", pi.credit_licence AS "credit.licence",
	pi.focal_x AS "focal.x", pi.focal_y AS "focal.y", COALESCE(pi.made_from, '') AS made_from,
	pi.crop_x AS "crop.x", pi.crop_y AS "crop.y", pi.crop_width AS "crop.width", pi.crop_height AS "crop.height",
	pi.created_at AS uploaded_at, COALESCE(ed.name, '') AS uploaded_by, COALESCE(ed.id::text, '') AS editor_id FROM pictures pi LEFT JOIN editors ed ON ed.id = pi.editor_id
		WHERE pi.made_from = $1 ORDER BY pi.created_at DESC, pi.hash
---
SELECT 
	pi.hash, pi.ext, pi.media_type, pi.width, pi.height, pi.blurhash, pi.widths AS width_list,
	pi.alt, pi.decorative, pi.credit_creator AS "credit.creator", pi.credit_title AS "credit.title",
	pi.credit_source AS "credit.source", pi.credit_licence AS "credit.licence",
	pi.focal_x AS "focal.x", pi.focal_y AS "focal.y", COALESCE(pi.made_from, '') AS made_from,
	pi.crop_x AS "crop.x", pi.crop_y AS "crop.y", pi.crop_width AS "crop.width", pi.crop_height AS "crop.height",
	pi.created_at AS uploaded_at, COALESCE(ed.name, '') AS uploaded_by, COALESCE(ed.id::text, '') AS editor_id FROM pictures pi LEFT JOIN editors ed ON ed.id = pi.editor_id WHERE pi.hash = $1
---
SELECT COALESCE(editor_id::text, '') FROM posts WHERE id = $1
---
SELECT EXISTS (SELECT 1 FROM editors)
---
SELECT EXISTS (SELECT FROM aliases WHERE uri = $1)
---
SELECT EXISTS (SELECT FROM people WHERE uri = $1 AND blocked_at IS NOT NULL)
---
SELECT EXISTS (SELECT FROM people WHERE uri = $1)
---
SELECT EXISTS (SELECT FROM people author
		WHERE author.uri = i.author_uri AND author.blocked_at IS NOT NULL)
	OR EXISTS (SELECT FROM hosts b
		WHERE b.host = ANY (domains_of(split_part(i.uri, '/', 3))) AND b.blocked_at IS NOT NULL AND b.severity <> 'silence') OR pe.blocked_at IS NOT NULL OR EXISTS (SELECT FROM hosts b
		WHERE b.host = ANY (domains_of(pe.host)) AND b.blocked_at IS NOT NULL AND b.severity <> 'silence')
		FROM 
	network_items i
	JOIN partners pa ON pa.id = i.partner_id
	JOIN people pe ON pe.uri = pa.person_uri WHERE i.id = $1
---
SELECT clock_timestamp()
---
SELECT count(*) FROM actor_keys WHERE actor = $1 AND algorithm = $2
---
SELECT count(*) FROM attempts WHERE key_hash = $1 AND at > $2
---
SELECT count(*) FROM deliveries WHERE state = 'held'
---
SELECT count(*) FROM followers
---
SELECT count(*) FROM notices WHERE editor_id = $1 AND read_at IS NULL
---
SELECT count(*) FROM posts WHERE pinned_at IS NOT NULL
---
SELECT count(*) FROM posts WHERE state = 'review'
---
SELECT count(*) FROM recovery_codes WHERE editor_id = $1 AND used_at IS NULL
---
SELECT count(*) FROM reports WHERE closed_at IS NULL AND ($1 = '' OR host = $1)
---
SELECT count(*) FROM stamps st JOIN people pe ON pe.uri = st.person_uri LEFT JOIN posts about ON about.id = st.post_id
		WHERE st.kind = 'quote' AND st.shown_at IS NULL AND st.audience IN ('public', 'quiet') AND st.given_at >= $1
			AND NOT EXISTS (SELECT FROM comments c WHERE c.uri = st.uri) AND st.revoked_at IS NULL AND pe.blocked_at IS NULL
	AND NOT EXISTS (SELECT FROM hosts h WHERE h.blocked_at IS NOT NULL
		AND (pe.host = h.host OR right(pe.host, length(h.host) + 1) = '.' || h.host))
	AND (st.kind = 'listing' OR EXISTS (SELECT FROM posts po WHERE po.id = st.post_id AND po.state = 'published'
		AND CASE WHEN st.comment_id IS NULL THEN st.target LIKE '%/' || po.object_id::text
			ELSE EXISTS (SELECT FROM comments c WHERE c.id = st.comment_id AND c.verdict = 'approved' AND c.audience IN ('public', 'quiet') AND po.state = 'published') END))
---
SELECT gen_random_uuid()::text
---
SELECT hash FROM pictures WHERE hash = $1 FOR UPDATE
---
SELECT host FROM hosts ORDER BY first_seen DESC, host LIMIT $1
---
SELECT host FROM hosts WHERE blocked_at IS NOT NULL AND severity = 'suspend' ORDER BY host
---
SELECT host FROM hosts WHERE list_id = $1 ORDER BY host
---
SELECT host FROM hosts WHERE open_until IS NOT NULL ORDER BY host
---
SELECT id FROM partners WHERE id = $1 FOR UPDATE
---
SELECT id FROM posts WHERE id = $1 FOR UPDATE
---
SELECT id, slug, name, guest, bio, handle, url FROM authors ORDER BY lower(name), id
---
SELECT id, slug, name, guest, bio, handle, url FROM authors WHERE id = $1
---
SELECT id, slug, name, guest, bio, handle, url FROM authors WHERE slug = $1
---
SELECT id, slug, title, summary FROM series ORDER BY title
---
SELECT id, slug, title, summary FROM series WHERE slug = $1
---
SELECT id, token_hash, editor_id, agent, network, way, created_at, seen_at, expires_at FROM sessions WHERE token_hash = $1
---
SELECT kind, choice FROM notice_choices WHERE editor_id = $1
---
SELECT or_never(min(received_at)) FROM comments WHERE verdict = 'held'
---
SELECT password_hash FROM editors WHERE id = $1
---
SELECT person_uri FROM followers WHERE origin_of(person_uri) = $1 ORDER BY person_uri
---
SELECT pg_advisory_xact_lock('heartbeat'::regclass::oid::bigint)
---
SELECT pg_advisory_xact_lock('inbox_items'::regclass::oid::bigint)
---
SELECT pg_advisory_xact_lock(7133, hashtext($1 || ' ' || $2))
---
SELECT pg_advisory_xact_lock(7134, hashtext($1))
---
SELECT pg_advisory_xact_lock(hashtextextended(encode($1::bytea, 'hex'), 0))
---
SELECT pg_is_in_recovery() OR current_setting('transaction_read_only')::boolean
---
SELECT pg_notify($1, $2)
---
SELECT pg_notify($1, '')
---
SELECT slug, title, body, html, position, version, edited_at FROM pages WHERE slug = $1
---
SELECT split_part(current_setting('server_version'), ' ', 1)
---
SELECT state, reason FROM inbox_items WHERE activity_id = $1
---
SELECT to_regclass('goose_db_version') IS NOT NULL
---
SELECT uri, handle, added_at AS since FROM aliases ORDER BY place
---
UPDATE changes SET told_at = now() WHERE id = $1
---
UPDATE comments SET quote = $2, quote_approved = $3 WHERE id = $1
---
UPDATE comments SET verdict = 'removed', html = '', plain = '', raw = NULL, name = '',
			quote = '', quote_approved = false, signs = '[]', decided_at = now(), earlier_verdict = NULL
			WHERE person_uri = $1 AND verdict <> 'removed'
---
UPDATE comments c SET verdict = 'hidden', reason = 'blocked', decided_at = now(), earlier_verdict = NULL
			FROM people pe WHERE pe.uri = c.person_uri AND c.verdict IN ('held', 'approved') AND (pe.uri = $1 OR $2 <> '' AND (pe.host = $2 OR right(pe.host, length($2) + 1) = '.' || $2))
---
UPDATE deliveries SET state = 'held' WHERE activity_id = $1 AND state = 'waiting'
---
UPDATE deliveries SET state = 'waiting', run_at = now() WHERE state = 'held'
---
UPDATE editors SET disabled_at = NULL WHERE id = $1
---
UPDATE editors SET password_hash = $2 WHERE id = $1
---
UPDATE editors SET role = $2 WHERE id = $1
---
UPDATE epochs SET resumed_at = now() WHERE resumed_at IS NULL
---
UPDATE hosts SET blocked_at = NULL, severity = DEFAULT, block_reason = '', list_id = NULL WHERE host = $1
---
UPDATE identities SET lost_at = NULL WHERE editor_id = $1
---
UPDATE moves SET ended_at = greatest(moved_at, $1) WHERE ended_at IS NULL
---
UPDATE openings SET seen_at = NULL WHERE id = $1 AND editor_id = $2
---
UPDATE partners SET moved_to = $2 WHERE id = $1 AND moved_to IS NULL
---
UPDATE partners SET state = $2, answered_at = now() WHERE id = $1
---
UPDATE partners SET trust = $2 WHERE id = $1
---
UPDATE passkeys SET record = $2, used_at = $3 WHERE credential_id = $1
---
UPDATE people SET blocked_at = NULL, block_reason = '' WHERE uri = $1
---
UPDATE people SET gone_at = now(), name = '', bio = '', icon_url = '', url = '', handle = '',
			document = NULL, trusted_at = NULL WHERE uri = $1
---
UPDATE people SET trusted_at = NULL WHERE uri = $1
---
UPDATE posts SET pinned_at = $2 WHERE id = $1
---
UPDATE sessions SET seen_at = $2 WHERE token_hash = $1
---
UPDATE setup SET mailed_at = $1, looked_at = $2, found = $3, hidden_at = $4
---
UPDATE stamps st SET revoked_at = now(), shown_at = NULL
			FROM people pe WHERE pe.uri = st.person_uri AND st.revoked_at IS NULL AND (pe.uri = $1 OR $2 <> '' AND (pe.host = $2 OR right(pe.host, length($2) + 1) = '.' || $2))
---
WITH gone AS (
				DELETE FROM followers f USING people pe WHERE pe.uri = f.person_uri AND (pe.uri = $1 OR $2 <> '' AND (pe.host = $2 OR right(pe.host, length($2) + 1) = '.' || $2))
				RETURNING f.person_uri, f.follow_id)
			INSERT INTO farewells (person_uri, follow_id) SELECT person_uri, follow_id FROM gone
			ON CONFLICT (person_uri) DO UPDATE SET follow_id = EXCLUDED.follow_id