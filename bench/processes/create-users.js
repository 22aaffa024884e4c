/*
 * Creates users over SCIM and does nothing else: `create-users.js <SCIM URL> <users> <concurrency>`, the token in
 * BENCH_TOKEN. Prints the seconds that it took: the least that an engine which sends the same requests can take.
 */
const [url, users, concurrency] = process.argv.slice(2);
const headers = {
	authorization: `Basic ${process.env.BENCH_TOKEN}`,
	"content-type": "application/scim+json",
	accept: "application/scim+json",
};
const count = Number(users);
let next = 0;

async function worker() {
	while (next < count) {
		const index = next++;
		const address = `bare${index}@harbour.example`;
		const body = JSON.stringify({
			schemas: ["urn:ietf:params:scim:schemas:core:2.0:User"],
			userName: address,
			name: { givenName: "Bare", familyName: `Number ${index}` },
			active: true,
			emails: [{ value: address, type: "work", primary: true }],
			roles: [{ value: "User", display: "User", primary: true, type: "WindowsAzureActiveDirectoryRole" }],
		});
		const answer = await fetch(`${url}/Users`, { method: "POST", headers, body });
		if (answer.status !== 201) throw new Error(`${answer.status} ${await answer.text()}`);
		JSON.parse(await answer.text());
	}
}

const started = performance.now();
await Promise.all(Array.from({ length: Number(concurrency) }, worker));
process.stdout.write(`${(performance.now() - started) / 1_000}\n`);
