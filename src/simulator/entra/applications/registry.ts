import { randomUUID } from "node:crypto";
import { notFound } from "../odata/refusal.ts";
import { type AppRole, newServicePrincipal, type ServicePrincipal } from "./application.ts";
import { Replication } from "./replication.ts";

const roleReads = ({ id }: ServicePrincipal): string => `${id} role reads`;

/** The enterprise applications of a tenant. */
export class Applications {
	/** By object id of the service principal. */
	readonly all = new Map<string, ServicePrincipal>();
	/** Deleted ones, by object id of the application, with the time of the deletion. They can be restored. */
	readonly deleted = new Map<string, { readonly servicePrincipal: ServicePrincipal; readonly at: number }>();
	readonly replication = new Replication();
	/** Roles as they were before a change that is not visible yet. */
	readonly #formerRoles = new Map<string, readonly AppRole[]>();
	readonly #changed: () => void;

	/** @param changed called after each change */
	constructor(changed: () => void) {
		this.#changed = changed;
	}

	/** Makes an application from the template: always another one, whatever its name. */
	instantiate(displayName: string, ordinal: number, now: number): ServicePrincipal {
		const created = newServicePrincipal({
			id: randomUUID(),
			appId: randomUUID(),
			applicationId: randomUUID(),
			ordinal,
			displayName,
			createdDateTime: now,
		});
		this.replication.begin(created.id);
		this.replication.begin(created.applicationId);
		this.save(created);
		return created;
	}

	save(servicePrincipal: ServicePrincipal): void {
		this.all.set(servicePrincipal.id, servicePrincipal);
		this.#changed();
	}

	/** @param at milliseconds since 1970 */
	remove(servicePrincipal: ServicePrincipal, at: number): void {
		this.all.delete(servicePrincipal.id);
		this.deleted.set(servicePrincipal.applicationId, { servicePrincipal, at });
		this.#changed();
	}

	/** Makes a deleted application exist again, with the same ids; undefined when there is none. */
	restore(applicationId: string): ServicePrincipal | undefined {
		const found = this.deleted.get(applicationId)?.servicePrincipal;
		if (found === undefined) return undefined;
		this.deleted.delete(applicationId);
		this.save(found);
		return found;
	}

	/** By object id, or `appId=` and the application id. Throws a GraphRefusal, also while it is not visible yet. */
	servicePrincipal(key: string): ServicePrincipal {
		const found = this.#byAppId(key) ?? this.all.get(key.toLowerCase());
		if (!found) throw notFound(key);
		this.replication.require(found.id, key);
		return found;
	}

	/** The same by object id of the application. Throws a GraphRefusal. */
	application(key: string): ServicePrincipal {
		const found =
			this.#byAppId(key) ?? [...this.all.values()].find((one) => one.applicationId === key.toLowerCase());
		if (!found) throw notFound(key);
		this.replication.require(found.applicationId, key);
		return found;
	}

	/** Changes the roles; reads may show the former ones for a while. */
	changeRoles(current: ServicePrincipal, appRoles: readonly AppRole[]): void {
		const former = this.#formerRoles.get(current.id) ?? current.appRoles;
		this.replication.begin(`${current.id} roles`);
		this.replication.begin(roleReads(current), this.replication.lag.roleReads);
		if (this.replication.lag.roleReads > 0) this.#formerRoles.set(current.id, former);
		this.save({ ...current, appRoles });
	}

	/** An application as a read shows it. */
	seen(current: ServicePrincipal): ServicePrincipal {
		const former = this.#formerRoles.get(current.id);
		if (former === undefined) return current;
		if (!this.replication.isVisible(roleReads(current))) return { ...current, appRoles: former };
		this.#formerRoles.delete(current.id);
		return current;
	}

	/** Those that a list shows. */
	listed(): readonly ServicePrincipal[] {
		return [...this.all.values()].filter(({ id }) => this.replication.isVisible(id));
	}

	#byAppId(key: string): ServicePrincipal | undefined {
		const [, appId] = /^appId=(.*)$/.exec(key) ?? [];
		return appId === undefined
			? undefined
			: [...this.all.values()].find((one) => one.appId === appId.toLowerCase());
	}
}
