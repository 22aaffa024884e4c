import type { CommandContext } from "../../src/cli/command/define-command.ts";
import type { Streams } from "../../src/cli/output/streams.ts";

/** What a command runs with in a test: it opens nothing but what the test hands over. */
export function fakeContext(
	streams: Streams,
	opens: Partial<Pick<CommandContext, "withSession" | "withLog">>,
): CommandContext {
	const unexpected = async (): Promise<never> => {
		throw new Error("this test opens no profile and no log");
	};
	return {
		streams,
		version: "0.0.0",
		env: {},
		withSession: opens.withSession ?? unexpected,
		withLog: opens.withLog ?? unexpected,
	};
}
