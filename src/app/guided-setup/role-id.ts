import { createHash, randomUUID } from "node:crypto";

/**
 * The id of an app role: made of the application and the value, so that a run which repeats a write that replicas do not show yet
 * writes the same role, not another one with its value.
 */
export function roleId(application: { readonly appId: string } | null, value: string): string {
	if (application === null) return randomUUID();
	const hex = createHash("sha256").update(`${application.appId} ${value}`).digest("hex");
	// A UUID of version 8, which is for such ids of one's own: RFC 9562 §5.8.
	return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
