import type { Kysely } from "kysely";
import { intentKey } from "../../sql/migrations/0007-intent-key.ts";
import { escrowRole } from "../../sql/migrations/0008-escrow-role.ts";
import { profile } from "../../sql/migrations/0009-profile.ts";
import { openMatters } from "../../sql/migrations/0010-open-matters.ts";
import { enabling } from "../../sql/migrations/0011-enabling.ts";
import { objectIds } from "../../sql/migrations/0012-object-ids.ts";
import { failingSince } from "../../sql/migrations/0013-failing-since.ts";
import { initial } from "./0001-initial.ts";
import { rulesVersions } from "./0002-rules-versions.ts";
import { told } from "./0003-told.ts";
import { snapshotContent } from "./0004-snapshot-content.ts";
import { findings } from "./0005-findings.ts";
import { longPrefixes } from "./0006-long-prefixes.ts";

/**
 * Every step from an empty database to today's tables, in order: the store's version is the number of steps that ran.
 * A released step is never changed and imports nothing but Kysely, so that it always does the same; a new one is added at
 * the end, with a store of the version before it in `test/store/fixtures` (CONTRIBUTING.md).
 */
export const migrations: readonly ((db: Kysely<unknown>) => Promise<void>)[] = [
	initial,
	rulesVersions,
	told,
	snapshotContent,
	findings,
	longPrefixes,
	intentKey,
	escrowRole,
	profile,
	openMatters,
	enabling,
	objectIds,
	failingSince,
];
