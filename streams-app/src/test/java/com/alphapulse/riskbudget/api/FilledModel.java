package com.alphapulse.riskbudget.api;

import com.alphapulse.riskbudget.api.view.Place;
import com.alphapulse.riskbudget.api.view.ReadModel;
import com.alphapulse.riskbudget.api.view.ViewEvent;
import com.alphapulse.riskbudget.api.view.ViewTopic;
import com.alphapulse.riskbudget.avro.OrderDecision;
import com.alphapulse.riskbudget.avro.Outcome;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;

/** A model that a test fills: every topic has one partition, and records come in their order. */
public final class FilledModel extends ReadModel {
  private final Map<ViewTopic, Long> ends = new EnumMap<>(ViewTopic.class);

  public Optional<ViewEvent> accept(String key, SpecificRecord value) {
    return accept(next(topic(value)), key, value);
  }

  public void remove(ViewTopic topic, String key) {
    remove(next(topic), key);
  }

  /** The topic of a record. */
  public static ViewTopic topic(SpecificRecord value) {
    if (value instanceof OrderDecision decision) {
      return decision.getOutcome() == Outcome.REJECTED
          ? ViewTopic.REJECTED_ORDER
          : ViewTopic.APPROVED_ORDER;
    }
    for (ViewTopic topic : ViewTopic.values()) {
      if (topic.recordType() == value.getClass()) {
        return topic;
      }
    }
    return ViewTopic.PORTFOLIO;
  }

  private Place next(ViewTopic topic) {
    return new Place(topic, 0, ends.merge(topic, 1L, Long::sum) - 1);
  }
}
