import { setTimeout } from "node:timers/promises";
import {
	type CompiledQuery,
	type DatabaseConnection,
	type QueryResult,
	type SqliteDialectConfig,
	SqliteDriver,
} from "kysely";
import { StoreError } from "../../ports/store/store-error.ts";

/**
 * Kysely's SQLite driver that waits for its turn when another connection is writing. SQLite could wait itself, but
 * it would block the whole process meanwhile: the console would freeze, and a second store on the same file in this
 * process could never finish the write that is waited for.
 */
export class PatientDriver extends SqliteDriver {
	readonly #patience: number;
	#connection: DatabaseConnection | undefined;

	/** @param patience milliseconds before it gives up. */
	constructor(config: SqliteDialectConfig, patience: number) {
		super(config);
		this.#patience = patience;
	}

	override async acquireConnection(): Promise<DatabaseConnection> {
		this.#connection ??= new PatientConnection(await super.acquireConnection(), this.#patience);
		return this.#connection;
	}
}

/** Milliseconds between attempts: about as long as a transaction of another process. */
const pause = 5;

class PatientConnection implements DatabaseConnection {
	readonly #connection: DatabaseConnection;
	readonly #patience: number;

	constructor(connection: DatabaseConnection, patience: number) {
		this.#connection = connection;
		this.#patience = patience;
	}

	async executeQuery<Row>(query: CompiledQuery): Promise<QueryResult<Row>> {
		const end = performance.now() + this.#patience;
		for (;;) {
			try {
				return await this.#connection.executeQuery<Row>(query);
			} catch (error) {
				const busy = error instanceof StoreError && error.code === "busy";
				if (!busy || performance.now() >= end) throw error;
			}
			await setTimeout(pause);
		}
	}

	streamQuery<Row>(query: CompiledQuery, chunkSize: number): AsyncIterableIterator<QueryResult<Row>> {
		return this.#connection.streamQuery<Row>(query, chunkSize);
	}
}
