import { intentsContract } from "./intents.ts";
import { linksContract } from "./links.ts";
import { logContract } from "./log.ts";
import type { OpenStore } from "./open-store.ts";
import { rulesContract } from "./rules-versions.ts";
import { settleContract } from "./settle.ts";
import { stateContract } from "./state.ts";

/** What every store must do, whatever database it is in. */
export function storeContract(open: OpenStore): void {
	stateContract(open);
	linksContract(open);
	intentsContract(open);
	settleContract(open);
	logContract(open);
	rulesContract(open);
}
