package com.alphapulse.riskbudget.observability;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Gauges that show what was told last. Safe for use by many threads. */
final class ToldGauges {
  /** Series of one meter; what is told of more things than that is not shown. */
  static final int MAX_SERIES = 10_000;

  private static final class Told {
    private final Gauge gauge;
    private volatile double value;

    private Told(MeterRegistry registry, Meters meter, List<String> labels) {
      gauge =
          Gauge.builder(meter.meterName(), this, told -> told.value)
              .description(meter.description())
              .tags(tags(meter, labels))
              .register(registry);
    }
  }

  private final MeterRegistry registry;
  private final Map<Meters, Map<List<String>, Told>> series = new EnumMap<>(Meters.class);

  ToldGauges(MeterRegistry registry) {
    this.registry = registry;
    for (Meters meter : Meters.values()) {
      series.put(meter, new ConcurrentHashMap<>());
    }
  }

  /**
   * Shows a value from now on.
   *
   * @param labels a value for each label of the meter
   */
  void tell(Meters meter, double value, List<String> labels) {
    Map<List<String>, Told> ofMeter = series.get(meter);
    Told told = ofMeter.get(labels);
    if (told == null) {
      if (ofMeter.size() >= MAX_SERIES) {
        return;
      }
      told = ofMeter.computeIfAbsent(labels, key -> new Told(registry, meter, key));
    }
    told.value = value;
  }

  /** Shows it no longer. */
  void forget(Meters meter, List<String> labels) {
    Told told = series.get(meter).remove(labels);
    if (told != null) {
      registry.remove(told.gauge);
    }
  }

  static Tags tags(Meters meter, List<String> values) {
    Tags tags = Tags.empty();
    for (int i = 0; i < values.size(); i++) {
      tags = tags.and(meter.labels().get(i), values.get(i));
    }
    return tags;
  }
}
