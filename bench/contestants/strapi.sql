-- What Strapi reads: claims, readings and citations as the desk wrote them (`made`), in the tables that it has made of
-- its content types, with an index for every question.
INSERT INTO claims (
        id, document_id, slug, proposition, category, counted, unit, countries, credibility,
        created_at, updated_at, published_at
    )
    SELECT id, printf('%024d', id), slug, proposition, category, counted, unit, countries, credibility, 0, 0, 0
    FROM made.briefings_claim;
INSERT INTO readings (id, document_id, slug, status, note, created_at, updated_at, published_at)
    SELECT id, printf('%024d', id), slug, status, note, 0, 0, 0 FROM made.briefings_reading;
INSERT INTO citations (
        id, document_id, slug, position, start, "end", exact, prefix, suffix, quantity, ratio, "when", modality,
        certainty, polarity, speech, quoted, hedges, translation, note, created_at, updated_at, published_at
    )
    SELECT id, printf('%024d', id), slug, position, start, "end", exact, prefix, suffix, quantity, ratio, "when",
        modality, certainty, polarity, speech, quoted, hedges, translation, note, 0, 0, 0
    FROM made.briefings_citation;

-- How one hangs on another: tables that it has made besides.
INSERT INTO readings_claim_lnk (reading_id, claim_id, reading_ord)
    SELECT id, claim_id, row_number() OVER (PARTITION BY claim_id ORDER BY slug) FROM made.briefings_reading;
INSERT INTO citations_reading_lnk (citation_id, reading_id, citation_ord)
    SELECT id, reading_id, position FROM made.briefings_citation;
CREATE INDEX claims_slug ON claims (slug);
CREATE INDEX claims_category ON claims (category, slug);
ANALYZE main;

-- What its admin panel would write: that anybody may read the three.
INSERT INTO up_permissions (document_id, action, created_at, updated_at, published_at)
    SELECT 'bench-' || name, 'api::bench.' || name || '.' || verb, 0, 0, 0
    FROM (SELECT 'claim' AS name UNION SELECT 'reading' UNION SELECT 'citation'),
        (SELECT 'find' AS verb UNION SELECT 'findOne');
INSERT INTO up_permissions_role_lnk (permission_id, role_id, permission_ord)
    SELECT up_permissions.id, up_roles.id, up_permissions.id
    FROM up_permissions, up_roles WHERE action LIKE 'api::bench.%' AND type = 'public';
