import type { CommandTable } from "../command/command-table.ts";

/** Every command of the command line. To add one, write its file and name it here. */
export const commands: CommandTable = {
	console: () => import("./console.ts"),
	demo: () => import("./demo.ts"),
	run: () => import("./cycle/run.ts"),
	status: () => import("./cycle/status.ts"),
	"test-connection": () => import("./test-connection.ts"),
	"check-setup": () => import("./check-setup.ts"),
	permissions: () => import("./permissions.ts"),
	setup: {
		description:
			"Set up the application in Entra and single sign-on in Sumo Logic from a file, as the guide describes.",
		commands: {
			plan: () => import("./setup/plan.ts"),
			apply: () => import("./setup/apply.ts"),
			export: () => import("./setup/export.ts"),
		},
	},
	job: {
		description: "Show and control Entra's own provisioning job, which setup creates.",
		default: "status",
		commands: {
			status: () => import("./job/status.ts"),
			start: () => import("./job/start.ts"),
			pause: () => import("./job/pause.ts"),
			restart: () => import("./job/restart.ts"),
			plan: () => import("./job/plan.ts"),
			compare: () => import("./job/compare.ts"),
			mapping: {
				description:
					"Compare the mappings and scoping filters of Entra's job with the profile's, and take them over in either direction.",
				default: "diff",
				commands: {
					diff: () => import("./job/mapping/diff.ts"),
					pull: () => import("./job/mapping/pull.ts"),
					push: () => import("./job/mapping/push.ts"),
					check: () => import("./job/mapping/check.ts"),
				},
			},
			"on-demand": () => import("./job/on-demand.ts"),
			"hand-over": () => import("./job/hand-over.ts"),
			logs: () => import("./job/logs.ts"),
		},
	},
	keyring: {
		description: "Store secrets and certificates in the keyring of the operating system.",
		commands: {
			set: () => import("./keyring/set.ts"),
			check: () => import("./keyring/check.ts"),
			remove: () => import("./keyring/remove.ts"),
		},
	},
	why: () => import("./why.ts"),
	keys: () => import("./keys.ts"),
	logs: {
		load: () => import("./logs/logs.ts"),
		commands: { prune: () => import("./logs/prune.ts") },
	},
	profile: {
		description: "List the saved profiles; choose, copy, rename, remove or release one.",
		default: "list",
		commands: {
			list: () => import("./profile/list.ts"),
			use: () => import("./profile/use.ts"),
			copy: () => import("./profile/copy.ts"),
			rename: () => import("./profile/rename.ts"),
			remove: () => import("./profile/remove.ts"),
			release: () => import("./profile/release.ts"),
		},
	},
	simulate: () => import("./simulate.ts"),
	expression: {
		description: "Check, evaluate, explain and format expressions of attribute mappings.",
		commands: {
			check: () => import("./expression/check.ts"),
			eval: () => import("./expression/eval.ts"),
			explain: () => import("./expression/explain.ts"),
			format: () => import("./expression/format.ts"),
		},
	},
	mapping: {
		description: "Check, compare, import and export a profile's attribute mappings and scoping filters.",
		commands: {
			check: () => import("./mapping/check.ts"),
			diff: () => import("./mapping/diff.ts"),
			import: () => import("./mapping/import.ts"),
			export: () => import("./mapping/export.ts"),
			versions: () => import("./mapping/versions.ts"),
			restore: () => import("./mapping/restore.ts"),
			attributes: () => import("./mapping/attributes.ts"),
			define: () => import("./mapping/define.ts"),
			undefine: () => import("./mapping/undefine.ts"),
		},
	},
	source: {
		description: "Check a file of users, or undo the last change of its assignments.",
		commands: {
			check: () => import("./source/check.ts"),
			undo: () => import("./source/undo.ts"),
		},
	},
	drift: () => import("./accounts/drift.ts"),
	accounts: () => import("./accounts/accounts.ts"),
	link: () => import("./accounts/link.ts"),
	unlink: () => import("./accounts/unlink.ts"),
	recreate: () => import("./accounts/recreate.ts"),
	settings: {
		description: "Show and change the settings of a profile, as the console's settings screen does.",
		default: "list",
		commands: {
			list: () => import("./settings/list.ts"),
			set: () => import("./settings/set.ts"),
			reset: () => import("./settings/reset.ts"),
			"test-notification": () => import("./settings/test-notification.ts"),
		},
	},
	failures: () => import("./cycle/failures.ts"),
	deletions: () => import("./cycle/deletions.ts"),
	restart: () => import("./cycle/restart.ts"),
	recover: () => import("./recover.ts"),
};
