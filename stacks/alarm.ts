import type { Metric } from "./metrics.ts";

export interface Alarm {
  /** One metric, or several of which `expression` makes one value. Its names are those of `metrics`. */
  metrics: Record<string, Metric>;
  expression?: string;
  /** The alarm starts when the value is at least this high. */
  threshold: number;
  /** The alarm starts when the value is lower instead. */
  isLower?: boolean;
  /** Each value is of so many minutes. */
  minutes?: number;
  /** So many values in a row start the alarm. */
  times?: number;
  /** What the absence of all data means. A metric exists only while something happens. */
  missing?: "fine" | "alarm";
  /** What to do first. It is the description of the alarm. */
  action: string;
}

/** An alarm by what is usual at this hour of the week. CloudWatch learns it within two weeks, and has no alarm until then. */
export interface UsualAlarm {
  metric: Metric;
  /** How far from what is usual a value may be, in standard deviations. */
  deviations: number;
  minutes: number;
  action: string;
}

const queried = ({ namespace, metric, statistic, dimensions }: Metric, period: number) => ({
  namespace,
  metricName: metric,
  stat: statistic,
  dimensions,
  period,
});

export function createAlarm(name: string, alarm: Alarm, topic: aws.sns.Topic): aws.cloudwatch.MetricAlarm {
  const { metrics, expression, threshold, isLower = false, minutes = 1, times = 1, missing, action } = alarm;
  const [only] = Object.values(metrics);
  if (!only) throw new Error(`stacks/alarms.ts: the alarm ${name} has no metric.`);
  const { metric, statistic, ...rest } = only;
  const isPercentile = statistic.startsWith("p");
  return new aws.cloudwatch.MetricAlarm(name, {
    ...common(action, topic),
    ...(expression
      ? {
          metricQueries: [
            { id: "value", expression, label: name, returnData: true },
            ...Object.entries(metrics).map(([id, one]) => ({ id, metric: queried(one, minutes * 60) })),
          ],
        }
      : {
          ...rest,
          metricName: metric,
          ...(isPercentile ? { extendedStatistic: statistic } : { statistic }),
          period: minutes * 60,
        }),
    comparisonOperator: isLower ? "LessThanThreshold" : "GreaterThanOrEqualToThreshold",
    threshold,
    evaluationPeriods: times,
    treatMissingData: missing === "alarm" ? "breaching" : "notBreaching",
  });
}

export function createUsualAlarm(name: string, alarm: UsualAlarm, topic: aws.sns.Topic) {
  const { metric, deviations, minutes, action } = alarm;
  return new aws.cloudwatch.MetricAlarm(name, {
    ...common(action, topic),
    metricQueries: [
      { id: "counted", metric: queried(metric, minutes * 60) },
      // Without orders there is no data, and no data would be no alarm.
      { id: "value", expression: "FILL(counted, 0)", label: name, returnData: true },
      { id: "usual", expression: `ANOMALY_DETECTION_BAND(value, ${deviations})`, returnData: true },
    ],
    thresholdMetricId: "usual",
    comparisonOperator: "LessThanLowerThreshold",
    evaluationPeriods: 1,
    treatMissingData: "notBreaching",
  });
}

const common = (action: string, { arn }: aws.sns.Topic) => ({
  alarmDescription: action,
  alarmActions: [arn],
  okActions: [arn],
});
