import type { ProfileSettings } from "../../../app/settings/profile-settings.ts";
import type { Toast } from "../../context/status-message.ts";
import type { Task } from "../../hooks/use-task.ts";

/** Sends a test through every notification channel, and shows which of them failed. */
export async function testNotification(settings: ProfileSettings, task: Task, toast: Toast): Promise<void> {
	const ways = await task.run("Sending a test notification…", settings.testNotification);
	if (ways === undefined) return;
	const failed = ways.filter((way) => way.problem !== null);
	if (ways.length === 0)
		toast.warn("No notification channel is configured.", "Enter a program or a webhook above.");
	else if (failed.length === 0) toast.done(`Sent the test to ${ways.map(({ name }) => name).join(" and ")}.`);
	else
		toast.error(new Error(failed.map((way) => `The test to ${way.name} failed: ${way.problem}`).join(" ")));
}
