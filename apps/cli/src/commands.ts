import type { Command } from "./command.ts";
import { context } from "./commands/context.ts";
import { doctor } from "./commands/doctor.ts";
import { engineStatus } from "./commands/engine-status.ts";
import { plan } from "./commands/plan.ts";
import { stages } from "./commands/stages.ts";

export const commands: readonly Command[] = [plan, stages, context, engineStatus, doctor];
