-- What Directus reads: claims, readings and citations as the desk wrote them (`made`), with an index for every question.
CREATE TABLE claims (
    id integer PRIMARY KEY, slug varchar(200) NOT NULL UNIQUE, proposition text NOT NULL, category varchar(30) NOT NULL,
    counted varchar(300), unit varchar(50), countries json NOT NULL, credibility varchar(1) NOT NULL
);
CREATE TABLE readings (
    id integer PRIMARY KEY, slug varchar(200) NOT NULL UNIQUE, claim_id integer NOT NULL REFERENCES claims (id),
    status varchar(20) NOT NULL, note text NOT NULL
);
CREATE TABLE citations (
    id integer PRIMARY KEY, slug varchar(220) NOT NULL UNIQUE, reading_id integer NOT NULL REFERENCES readings (id),
    position integer NOT NULL, start integer NOT NULL, "end" integer NOT NULL, exact text NOT NULL,
    prefix varchar(64) NOT NULL, suffix varchar(64) NOT NULL, quantity json, ratio json, "when" json,
    modality varchar(20) NOT NULL, certainty varchar(20) NOT NULL, polarity varchar(10) NOT NULL,
    speech varchar(10) NOT NULL, quoted json NOT NULL, hedges json NOT NULL, translation text, note text NOT NULL
);
INSERT INTO claims
    SELECT id, slug, proposition, category, counted, unit, countries, credibility FROM made.briefings_claim;
INSERT INTO readings SELECT id, slug, claim_id, status, note FROM made.briefings_reading;
INSERT INTO citations
    SELECT id, slug, reading_id, position, start, "end", exact, prefix, suffix, quantity, ratio, "when", modality,
        certainty, polarity, speech, quoted, hedges, translation, note
    FROM made.briefings_citation;
CREATE INDEX claims_category ON claims (category, slug);
CREATE INDEX readings_claim ON readings (claim_id);
CREATE INDEX citations_reading ON citations (reading_id);
ANALYZE main;

-- What its data studio would write: the three collections, how one hangs on another, and that anybody may read them.
INSERT INTO directus_collections (collection) VALUES ('claims'), ('readings'), ('citations');
INSERT INTO directus_fields (collection, field, special)
    VALUES ('claims', 'readings', 'o2m'), ('readings', 'citations', 'o2m');
INSERT INTO directus_relations (many_collection, many_field, one_collection, one_field)
    VALUES ('readings', 'claim_id', 'claims', 'readings'), ('citations', 'reading_id', 'readings', 'citations');
INSERT INTO directus_permissions (collection, action, fields, policy)
    SELECT collection, 'read', '*', (SELECT id FROM directus_policies WHERE name = '$t:public_label')
    FROM directus_collections;
