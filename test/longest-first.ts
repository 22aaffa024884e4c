import { existsSync } from "node:fs";
import { relative } from "node:path";
import { BaseSequencer, type TestSpecification } from "vitest/node";

/** The files that take longest: the longest first. Measured by `vitest --reporter=json`. */
const longest: readonly string[] = [
	"test/e2e/provisioning/hostile-servers.test.ts",
	"test/e2e/provisioning/misbehavior.test.ts",
	"test/e2e/provisioning/crash.test.ts",
	"test/app/hosted-job/killed-hand-over.process.test.ts",
	"test/checks/checks.test.ts",
	"test/engine/execute/kill.process.test.ts",
	"test/e2e/console/console-frame.test.ts",
	"test/e2e/command-line/pack.test.ts",
	"test/e2e/console/console-settings.test.ts",
	"test/tui/terminal/start-console.process.test.ts",
	"test/engine/execute/killed-redacted.process.test.ts",
	"test/e2e/provisioning/faults.test.ts",
	"test/e2e/console/console-end.test.ts",
	"test/engine/execute/killed.process.test.ts",
	"test/e2e/provisioning/many-hands.test.ts",
	"test/e2e/provisioning/notify.test.ts",
	"test/engine/agreement/agreement.property.test.ts",
	"test/engine/cycle/requests-to-sumo.test.ts",
	"test/app/guided-setup/empty-tenant.test.ts",
	"test/http/proxy.test.ts",
	"test/tui/screens/states.test.tsx",
	"test/tui/screens/scope/scope-screen.test.tsx",
	"test/tui/screens/mapping/editor/mapping-inspection.test.tsx",
	"test/tui/screens/mapping/mapping-screen.test.tsx",
	"test/app/prediction/prediction.test.ts",
	"test/tui/shell/help-lines.test.ts",
	"test/tui/screens/people/list.test.ts",
	"test/tui/screens/deactivated.test.tsx",
	"test/engine/execute/crash.test.ts",
];

/** Starts long files before short ones within each project: one that starts last would leave the other cores idle. */
export default class LongestFirst extends BaseSequencer {
	override async sort(specifications: TestSpecification[]): Promise<TestSpecification[]> {
		const sorted = await super.sort(specifications);
		const place = ({ project, moduleId }: TestSpecification) => {
			const path = relative(project.config.root, moduleId);
			const index = longest.indexOf(path);
			return index === -1 ? longest.length : index;
		};
		const missing = longest.filter((file) => !existsSync(file));
		if (missing.length > 0)
			throw new Error(`test/longest-first.ts lists ${missing.join(", ")}, which do not exist`);
		const projects = [...new Set(sorted.map(({ project }) => project))];
		return projects.flatMap((project) =>
			sorted.filter((one) => one.project === project).toSorted((one, other) => place(one) - place(other)),
		);
	}
}
