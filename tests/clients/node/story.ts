// What a script in TypeScript does with the made clients: read, follow cursors, meet refusals, curate. Its compiling is
// half of the proof: every name and every type below is one that the schema gives.
import * as assert from 'node:assert/strict';

import * as curating from './curating';
import { client as atTheDesk } from './curating/client.gen';
import * as reading from './reading';
import { client as asReader } from './reading/client.gen';

const [, , baseUrl = '', token = ''] = process.argv;
asReader.setConfig({ baseUrl });
atTheDesk.setConfig({ baseUrl, auth: token });

async function everyClaim(): Promise<reading.ClaimDocument[]> {
    const found: reading.ClaimDocument[] = [];
    let cursor: string | undefined;
    do {
        const { data } = await reading.claimsList({ query: { page_size: 20, cursor }, throwOnError: true });
        found.push(...data.results);
        cursor = data.next === null ? undefined : new URL(data.next).searchParams.get('cursor') ?? undefined;
    } while (cursor !== undefined);
    return found;
}

async function reads(): Promise<void> {
    const query = { carried_by: 'report-001', amount__gte: 10000, category__in: ['plan', 'deployment'] } satisfies
        reading.ClaimsListData['query'];
    const { data: page } = await reading.claimsList({ query: { ...query, count: true }, throwOnError: true });
    assert.equal(page.count, page.results.length);
    assert.deepEqual(page.results.map((claim) => claim.slug), ['nk-troops-planned-total']);

    const slugs = (await everyClaim()).map((claim) => claim.slug);
    assert.equal(new Set(slugs).size, 87);

    const { data: claim } = await reading.claimsDetail({ path: { slug: 'nk-troops-sent-so-far' }, throwOnError: true });
    const figures = claim.readings.flatMap((each) => each.citations).map((citation) => citation.quantity?.min ?? null);
    assert.ok(figures.includes(3000));

    const { data: differences } = await reading.discrepanciesList({ query: { claim: claim.slug }, throwOnError: true });
    const kinds: reading.Discrepancy['kind'][] = differences.results.map((each) => each.kind);
    assert.ok(kinds.includes('value'));

    const { data: facets } = await reading.claimsList({ query: { facets: ['category'], page_size: 1 }, throwOnError: true });
    const counts: number[] | undefined = facets.facets?.['category']?.map((each) => each.count);
    assert.equal(counts?.reduce((sum, each) => sum + each, 0), 87);
}

async function meetsRefusals(): Promise<void> {
    const unknown = await reading.citationsList({ query: { said_by: 'nobody-at-all' } });
    assert.equal(unknown.error?.status, 400);
    assert.deepEqual(unknown.error?.errors?.map((each) => each.parameter), ['said_by']);

    const absent = await reading.claimsDetail({ path: { slug: 'absent' } });
    assert.deepEqual([absent.response?.status, absent.error?.code], [404, 'not_found']);
}

async function curates(): Promise<void> {
    const { data: draft } = await curating.deskRecordsCreate({
        path: { plural: 'claims' },
        body: { slug: 'made-by-a-script', facts: { proposition: 'North Korea denies it.', category: 'response' } },
        throwOnError: true,
    });
    const step = { path: { plural: 'claims', slug: draft.slug }, headers: { 'If-Match': `"${draft.version}"` } } as const;
    const { data: handedIn } = await curating.deskRecordSubmit({ ...step, throwOnError: true });
    assert.equal(handedIn.state, 'in_review');

    const { error } = await curating.deskRecordSubmit(step);
    assert.deepEqual([error?.status, error?.code], [412, 'stale']);
}

// What the schema does not give is refused by the compiler; one of these lines that compiled would be an error.
export const REFUSED = [
    // @ts-expect-error: a claim has readings
    (claim: reading.ClaimDocument) => claim.redaings,
    // @ts-expect-error: readings are a list
    (claim: reading.ClaimDocument) => claim.readings.exact,
    // @ts-expect-error: an open bound is null
    (quantity: reading.Quantity) => quantity.min + 1,
    // @ts-expect-error: there is no such category
    (): reading.ClaimsListData['query'] => ({ category: 'weather' }),
];

const STORY = { reads, meetsRefusals, curates };

void (async () => {
    for (const [name, chapter] of Object.entries(STORY)) {
        await chapter();
        console.log(name);
    }
})();
