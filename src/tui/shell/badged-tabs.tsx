import type { ComponentProps } from "react";
import type { ProvisioningStatus } from "../../app/provisioning/provisioning.ts";
import type { Session } from "../../app/session.ts";
import { useProvisioningStatus } from "../hooks/use-provisioning-status.ts";
import { Tabs } from "./tabs.tsx";

/** `✗5 ‖33`: failing users and changes held back; empty when there are none. */
export function badgeOf({ openMatters, staged }: Pick<ProvisioningStatus, "openMatters" | "staged">): string {
	const failing = openMatters.filter(({ kind }) => kind === "userFails").length;
	const isBroken = openMatters.some(({ kind }) => kind === "quarantine" || kind === "cycleFailed");
	return [isBroken ? "!" : "", failing > 0 ? `✗${failing}` : "", staged > 0 ? `‖${staged}` : ""]
		.filter((part) => part !== "")
		.join(" ");
}

type TabsProps = ComponentProps<typeof Tabs>;

/** The tabs with what needs the operator beside Home, on every screen. */
export function BadgedTabs({ session, ...tabs }: TabsProps & { readonly session: Session | null }) {
	return session === null ? <Tabs {...tabs} /> : <OpenTabs session={session} {...tabs} />;
}

function OpenTabs({ session, ...tabs }: TabsProps & { readonly session: Session }) {
	return <Tabs {...tabs} badge={badgeOf(useProvisioningStatus(session))} />;
}
