import { json, type Request } from "../../loopback/exchange.ts";
import { mergePatched } from "../../loopback/json.ts";
import type { Routes } from "../../loopback/routes.ts";
import { linkWith, readSkip } from "../odata/paging.ts";
import { badRequest, GraphRefusal } from "../odata/refusal.ts";
import type { Entry } from "./log/entry.ts";
import { type LogBehavior, observedLog } from "./log/log-behavior.ts";
import { logFilter } from "./log/log-filter.ts";
import type { ProvisioningLog } from "./log/provisioning-log.ts";
import { RequestWindow } from "./log/request-window.ts";
import { type SummaryContext, showSummary } from "./log/show-summary.ts";

const largestPage = 1_000;
const day = 24 * 3_600_000;

/** `GET /auditLogs/provisioning` over the log of a tenant. */
export class AuditLog {
	readonly #log: ProvisioningLog;
	readonly #context: SummaryContext;
	readonly #clock: () => number;
	readonly #window: RequestWindow;
	behavior: LogBehavior = observedLog;

	constructor(log: ProvisioningLog, context: SummaryContext, clock: () => number) {
		this.#log = log;
		this.#context = context;
		this.#clock = clock;
		this.#window = new RequestWindow(clock);
	}

	routes(): Routes {
		return {
			"GET /v1.0/auditLogs/provisioning": (request) => {
				if (this.behavior.unlicensed)
					throw new GraphRefusal(
						403,
						"Authentication_RequestFromNonPremiumTenantOrB2CTenant",
						"Neither tenant is B2C or tenant doesn't have premium license",
					);
				this.#window.admit(this.behavior.requestsPer10Seconds);
				return json(200, this.#page(request));
			},
		};
	}

	/** Newest entries first. A page that begins while entries are added repeats some of the page before. */
	#page(request: Request) {
		const { query } = request;
		const top = readTop(query);
		const filter = query.get("$filter");
		const holds = filter ? logFilter(filter) : () => true;
		const shown = this.#visible().filter((entry) =>
			holds(showSummary(entry, this.#context, { ...observedLog, enums: "camel" })),
		);
		if (ascending(query.get("$orderby")) && this.behavior.orderBy === "honor") shown.reverse();
		const skip = readSkip(query);
		const token = Buffer.from(String(skip + top)).toString("base64url");
		return {
			"@odata.context": `${request.origin}/v1.0/$metadata#auditLogs/provisioning`,
			...(shown.length > skip + top ? { "@odata.nextLink": linkWith(request, { $skiptoken: token }) } : {}),
			value: shown.slice(skip, skip + top).map((entry, index) => {
				const { shown: patch, shownEvery } = this.behavior;
				const summary = showSummary(entry, this.#context, this.behavior);
				return patch !== null && (index + 1) % shownEvery === 0 ? mergePatched(summary, patch) : summary;
			}),
		};
	}

	#visible(): Entry[] {
		const { delaySeconds, retentionDays } = this.behavior;
		const now = this.#clock();
		return this.#log
			.all()
			.filter(({ ended }) => ended <= now - delaySeconds * 1_000 && ended > now - retentionDays * day)
			.toReversed();
	}
}

function readTop(query: URLSearchParams): number {
	const top = Number(query.get("$top") ?? 100);
	if (Number.isInteger(top) && top >= 1 && top <= largestPage) return top;
	throw badRequest(`Invalid page size specified: must be between 1 and ${largestPage} inclusive.`);
}

/** Throws a GraphRefusal for an order other than by time. */
function ascending(text: string | null): boolean {
	if (text === null || text === "") return false;
	const [property, direction = "asc"] = text.trim().split(/\s+/);
	if (property !== "activityDateTime") throw badRequest(`The log cannot be ordered by '${text}'.`);
	return direction === "asc";
}
