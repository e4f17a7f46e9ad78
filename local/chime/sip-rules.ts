import { randomUUID } from 'node:crypto';
import * as z from 'zod';
import type { Clock } from '../clock/clock.ts';
import { UNLINKABLE_SEC, partOf } from './area-parts.ts';
import type { Application, Applications } from './applications.ts';
import { checked, isoTime, NonEmpty, paged, pageQuery, ResourceName } from './fields.ts';
import type { Association, Inventory, NumberRow } from './inventory.ts';
import type { Operate, OperationName } from './operation.ts';
import { badRequest, notFound, Refusal } from './refusal.ts';

const Target = z.object({
  SipMediaApplicationId: NonEmpty,
  Priority: z.number().int().min(1),
  AwsRegion: z.string(),
});

const Targets = z.array(Target).min(1).max(25);

/** A SIP rule: which application is told of a call to a number. Instants are milliseconds since 1970. */
export const RuleRow = z.object({
  id: z.string(),
  name: z.string(),
  disabled: z.boolean(),
  number: z.string(),
  targets: Targets,
  createdAt: z.number(),
  updatedAt: z.number(),
});
export type RuleRow = z.infer<typeof RuleRow>;

type Operations = Record<
  Extract<OperationName, 'CreateSipRule' | 'GetSipRule' | 'ListSipRules' | 'UpdateSipRule' | 'DeleteSipRule'>,
  Operate
>;

export interface SipRules {
  readonly operations: Operations;
  associationOf(number: string): Association | undefined;
  /** The enabled rule of a number and its application in this region; undefined when nobody is called. */
  routeOf(number: string): { readonly ruleId: string; readonly application: Application } | undefined;
  rows(): readonly RuleRow[];
  replace(rows: readonly RuleRow[]): void;
}

export interface SipRulesOptions {
  readonly clock: Clock;
  readonly region: string;
  readonly inventory: Pick<Inventory, 'usable'>;
  readonly applications: Pick<Applications, 'find'>;
}

const CreateBody = z.object({
  Name: ResourceName,
  TriggerType: z.enum(['ToPhoneNumber', 'RequestUriHostname']),
  TriggerValue: NonEmpty,
  Disabled: z.boolean().nullish(),
  TargetApplications: Targets,
});

const UpdateBody = z.object({
  Name: ResourceName,
  Disabled: z.boolean().nullish(),
  TargetApplications: Targets.nullish(),
});

const ListQuery = z.object({ ...pageQuery(100), 'sip-media-application': NonEmpty.optional() });

export function createSipRules({ clock, region, inventory, applications }: SipRulesOptions): SipRules {
  let rules = new Map<string, RuleRow>();

  const ruleOf = (id: string | undefined) => {
    const rule = rules.get(checked(NonEmpty, id));
    if (!rule) throw notFound(`No SIP rule ${id ?? ''}.`);
    return rule;
  };
  const ofNumber = (number: string) => [...rules.values()].find((rule) => rule.number === number);

  /** A rule for a number that has just been bought may be refused as one for a number of nobody's. */
  const isLinkable = ({ number, createdAt }: NumberRow) => {
    const part = partOf(number);
    if (part === 'linkable_later') return clock.now() >= createdAt + UNLINKABLE_SEC * 1_000;
    return part !== 'unlinkable';
  };

  const mustExist = (targets: z.infer<typeof Targets>) => {
    for (const { SipMediaApplicationId, AwsRegion } of targets) {
      if (applications.find(SipMediaApplicationId)?.awsRegion !== AwsRegion) {
        throw badRequest(`No SIP media application ${SipMediaApplicationId} in ${AwsRegion}.`);
      }
    }
    if (new Set(targets.map((target) => target.AwsRegion)).size < targets.length) {
      throw badRequest('A rule has one SIP media application per region.');
    }
    return targets;
  };

  const operations: Operations = {
    CreateSipRule({ body }) {
      const wanted = checked(CreateBody, body);
      const number = wanted.TriggerValue;
      if (wanted.TriggerType === 'RequestUriHostname') {
        throw badRequest(`${number} is not the outbound host of a Voice Connector of this account.`);
      }
      const owned = inventory.usable(number);
      if (owned?.productType !== 'SipMediaApplicationDialIn' || !isLinkable(owned)) {
        throw badRequest(`${number} is not a number of this account for SIP media applications.`);
      }
      const targets = mustExist(wanted.TargetApplications);
      if (ofNumber(number)) throw new Refusal('ConflictException', `${number} is in another SIP rule.`);
      const now = clock.now();
      const rule = {
        id: randomUUID(),
        name: wanted.Name,
        disabled: wanted.Disabled ?? false,
        number,
        targets,
        createdAt: now,
        updatedAt: now,
      };
      rules.set(rule.id, rule);
      return { status: 201, body: { SipRule: shown(rule) } };
    },

    GetSipRule: ({ ids: [id] }) => ({ status: 200, body: { SipRule: shown(ruleOf(id)) } }),

    ListSipRules({ query }) {
      const wanted = checked(ListQuery, query);
      const application = wanted['sip-media-application'];
      const found = [...rules.values()].filter(
        ({ targets }) =>
          application === undefined || targets.some((target) => target.SipMediaApplicationId === application),
      );
      const { page, next } = paged(found, wanted);
      return { status: 200, body: { SipRules: page.map(shown), ...next } };
    },

    UpdateSipRule({ ids: [id], body }) {
      const rule = ruleOf(id);
      const wanted = checked(UpdateBody, body);
      const updated = {
        ...rule,
        name: wanted.Name,
        disabled: wanted.Disabled ?? rule.disabled,
        targets: wanted.TargetApplications ? mustExist(wanted.TargetApplications) : rule.targets,
        updatedAt: clock.now(),
      };
      rules.set(rule.id, updated);
      return { status: 202, body: { SipRule: shown(updated) } };
    },

    DeleteSipRule({ ids: [id] }) {
      const rule = ruleOf(id);
      if (!rule.disabled) throw new Refusal('ConflictException', 'A rule must be disabled to be deleted.');
      rules.delete(rule.id);
      return { status: 204 };
    },
  };

  return {
    operations,
    associationOf(number) {
      const rule = ofNumber(number);
      return rule && { ruleId: rule.id, at: rule.createdAt };
    },
    routeOf(number) {
      const rule = ofNumber(number);
      if (!rule || rule.disabled) return undefined;
      const target = rule.targets.find(({ AwsRegion }) => AwsRegion === region);
      const application = target && applications.find(target.SipMediaApplicationId);
      return application && { ruleId: rule.id, application };
    },
    rows: () => [...rules.values()],
    replace: (rows) => void (rules = new Map(rows.map((row) => [row.id, row]))),
  };
}

const shown = (rule: RuleRow) => ({
  SipRuleId: rule.id,
  Name: rule.name,
  Disabled: rule.disabled,
  TriggerType: 'ToPhoneNumber',
  TriggerValue: rule.number,
  TargetApplications: rule.targets,
  CreatedTimestamp: isoTime(rule.createdAt),
  UpdatedTimestamp: isoTime(rule.updatedAt),
});
