import type { Environment } from "../../config/given-options.ts";
import type { Profile, ProfileSecrets } from "../../config/profile.ts";
import type { Connector } from "../../http/connector.ts";
import type { Store } from "../../ports/store/store.ts";
import type { EventBus } from "../events/event-bus.ts";
import type { ProfileState } from "../profile/profile-state.ts";
import { commandDelivery } from "./command.ts";
import { createNotifier, type Delivery, type Notifier } from "./notifier.ts";
import { webhookDelivery } from "./webhook.ts";

export type NotificationsOptions = {
	readonly state: Pick<ProfileState, "inUse" | "secrets">;
	readonly store: Pick<Store, "state" | "setState" | "escrow" | "log" | "cycles">;
	readonly events: EventBus;
	readonly now: () => number;
	/** What a notification command gets as its environment, secrets apart. */
	readonly env: Environment;
	/** Proxy and certificates of the webhook. */
	readonly connector: () => Connector;
	/** Rings the terminal's bell; absent without a terminal. */
	readonly ring: (() => void) | undefined;
};

/** Sends the notifications of a profile over the channels that are set when they are due. */
export function openNotifications({ state, env, connector, ring, ...parts }: NotificationsOptions): Notifier {
	return createNotifier({
		...parts,
		profile: state.inUse.name,
		deliveries: () => deliveriesOf(state.inUse, state.secrets, env, connector),
		bell: () => (state.inUse.notifications.bell ? ring : undefined),
	});
}

function deliveriesOf(
	{ notifications: { command, webhookFormat } }: Profile,
	secrets: ProfileSecrets,
	env: Environment,
	connector: () => Connector,
): readonly Delivery[] {
	const hidden = Object.values(secrets).filter((secret) => typeof secret === "string");
	return [
		...(command === undefined ? [] : [commandDelivery({ command, env, secrets: hidden })]),
		...(secrets.webhook === undefined ? [] : [webhookOver(connector, secrets.webhook, webhookFormat)]),
	];
}

/** A connector that cannot be made fails this delivery, and nothing else. */
function webhookOver(
	connector: () => Connector,
	url: string,
	format: Profile["notifications"]["webhookFormat"],
): Delivery {
	return {
		name: "the webhook",
		deliver: async (notification) =>
			webhookDelivery(url, { format, connector: connector() }).deliver(notification),
	};
}
