import { z } from "zod";
import { DirectoryError } from "../../ports/source/directory.ts";
import type { GraphClient } from "../graph/graph-client.ts";
import { quoted, url } from "../graph/odata.ts";

const registration = z.object({
	passwordCredentials: z
		.array(z.object({ hint: z.string().nullish(), endDateTime: z.string().nullish() }))
		.nullish(),
});

/**
 * When a client secret expires, milliseconds since 1970. Graph shows its first three characters; of several that begin so, the last one
 * to expire counts. Null when the sign-in may not read its own app registration, or the secret is not there.
 *
 * @see https://learn.microsoft.com/graph/api/resources/passwordcredential
 */
export async function secretExpiry(
	client: Pick<GraphClient, "send">,
	clientId: string,
	secret: string,
	signal?: AbortSignal,
): Promise<number | null> {
	const path = url(`/applications(appId=${quoted(clientId)})`, { $select: "passwordCredentials" });
	try {
		const { passwordCredentials } = await client.send({ method: "GET", url: path, signal }, registration);
		const ends = (passwordCredentials ?? [])
			.filter(({ hint }) => hint === secret.slice(0, 3))
			.map(({ endDateTime }) => Date.parse(endDateTime ?? ""))
			.filter((end) => !Number.isNaN(end));
		return ends.length === 0 ? null : Math.max(...ends);
	} catch (error) {
		if (error instanceof DirectoryError && error.code !== "network" && error.code !== "unauthorized")
			return null;
		throw error;
	}
}
