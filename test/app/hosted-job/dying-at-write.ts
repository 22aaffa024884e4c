import { preload } from "../../e2e/site/preload.ts";

/**
 * Options of Node that kill the process at its nth write: a statement that changes a store, a file that takes the place of another, or a
 * request to Graph that changes something.
 *
 * @param when right before the write, or when it was made and nothing has followed from it
 */
export function dyingAtWrite(nth: number, when: "before" | "after"): readonly string[] {
	return preload(`
		import fs from "node:fs";
		import http from "node:http";
		import sqlite from "node:sqlite";
		import { syncBuiltinESMExports } from "node:module";
		let count = 0;
		const die = () => process.kill(process.pid, "SIGKILL");
		const isLast = () => {
			count += 1;
			if (count === ${nth} && ${when === "before"}) die();
			return count === ${nth};
		};
		const renameSync = fs.renameSync;
		fs.renameSync = (...given) => {
			const last = isLast();
			renameSync(...given);
			if (last) die();
		};
		const { rename } = fs.promises;
		fs.promises.rename = async (...given) => {
			const last = isLast();
			await rename(...given);
			if (last) die();
		};
		// A plan has a store in memory, which nothing is lost with.
		const changes = (sql) => /^\\s*(insert|update|delete|commit)/i.test(sql);
		const statement = (sql, database, perform) => {
			const last = changes(sql) && database.location() !== null && isLast();
			const result = perform();
			if (last) die();
			return result;
		};
		const { prepare, exec } = sqlite.DatabaseSync.prototype;
		sqlite.DatabaseSync.prototype.exec = function (sql) {
			return statement(sql, this, () => exec.call(this, sql));
		};
		sqlite.DatabaseSync.prototype.prepare = function (sql, ...more) {
			const prepared = prepare.call(this, sql, ...more);
			const { run, all } = prepared;
			prepared.run = (...values) => statement(sql, this, () => run.apply(prepared, values));
			prepared.all = (...values) => statement(sql, this, () => all.apply(prepared, values));
			return prepared;
		};
		const { request } = http;
		http.request = (...given) => {
			const sent = request(...given);
			if (sent.method === "GET" || sent.path.endsWith("/$batch")) return sent;
			const last = isLast();
			if (last) sent.prependOnceListener("response", die);
			return sent;
		};
		syncBuiltinESMExports();
	`);
}
