import type { DatabaseSync, SQLInputValue, StatementSync } from "node:sqlite";
import {
	type Dialect,
	SqliteAdapter,
	type SqliteDatabase,
	SqliteIntrospector,
	SqliteQueryCompiler,
	type SqliteStatement,
} from "kysely";
import { storeError } from "./errors.ts";
import { PatientDriver } from "./patient-driver.ts";

/**
 * Kysely's SQLite dialect over Node's own SQLite. Every error is a `StoreError` that names the file.
 *
 * @param patience milliseconds to wait for another's transaction.
 */
export function sqliteDialect(database: DatabaseSync, file: string, patience = 5_000): Dialect {
	const statements = new PreparedStatements(database);
	const adapter: SqliteDatabase = {
		close: () => database.close(),
		prepare: (sql) => {
			if (sql === "rollback") return rollback(database, file);
			// A transaction that reads first and writes later could not become a writer once another process has written.
			return statement(sql === "begin" ? "begin immediate" : sql, statements, file);
		},
	};
	return {
		createAdapter: () => new SqliteAdapter(),
		createDriver: () => new PatientDriver({ database: adapter }, patience),
		createIntrospector: (db) => new SqliteIntrospector(db),
		createQueryCompiler: () => new SqliteQueryCompiler(),
	};
}

function statement(sql: string, statements: PreparedStatements, file: string): SqliteStatement {
	const attempt = <T>(run: (prepared: StatementSync) => T): T => {
		try {
			return run(statements.get(sql));
		} catch (error) {
			throw storeError(file, error);
		}
	};
	return {
		reader: givesRows.test(sql),
		all: (parameters) => attempt((prepared) => prepared.all(...parameters.map(bindable))),
		run: (parameters) => attempt((prepared) => prepared.run(...parameters.map(bindable))),
		iterate: (parameters) => attempt((prepared) => prepared.iterate(...parameters.map(bindable))),
	};
}

// Whether a statement returns rows follows from its columns, but Node shows these only since 22.16.
const givesRows = /^\s*(?:select|with|pragma|values)\b|\breturning\b/i;

/** SQLite itself rolls back when the disk is full; a second rollback would then hide why. */
function rollback(database: DatabaseSync, file: string): SqliteStatement {
	const done = { changes: 0, lastInsertRowid: 0 };
	const run = () => {
		try {
			database.exec("rollback");
		} catch (error) {
			const over = error instanceof Error && error.message.includes("no transaction is active");
			if (!over) throw storeError(file, error);
		}
		return done;
	};
	return { reader: false, all: () => [], run, iterate: () => [][Symbol.iterator]() };
}

/** Node passes every number as a floating-point value, which the full-text index does not accept as a row ID. */
function bindable(value: unknown): SQLInputValue {
	if (typeof value === "number") return Number.isSafeInteger(value) ? BigInt(value) : value;
	if (value === null || typeof value === "string" || typeof value === "bigint") return value;
	throw new TypeError(`SQLite cannot hold a ${typeof value}`);
}

/** The statements used last, ready to run again: preparing one costs as much as running it. */
class PreparedStatements {
	readonly #database: DatabaseSync;
	readonly #statements = new Map<string, StatementSync>();

	constructor(database: DatabaseSync) {
		this.#database = database;
	}

	get(sql: string): StatementSync {
		const prepared = this.#statements.get(sql) ?? this.#database.prepare(sql);
		this.#statements.delete(sql);
		this.#statements.set(sql, prepared);
		const [oldest] = this.#statements.keys();
		if (this.#statements.size > 200 && oldest !== undefined) this.#statements.delete(oldest);
		return prepared;
	}
}
