package com.alphapulse.riskbudget.api.view;

import java.util.Comparator;

/** Where a record is: the same on whichever instance reads it. */
public record Place(ViewTopic topic, int partition, long offset) implements Comparable<Place> {
  private static final Comparator<Place> ORDER =
      Comparator.comparing(Place::topic)
          .thenComparingInt(Place::partition)
          .thenComparingLong(Place::offset);

  @Override
  public int compareTo(Place other) {
    return ORDER.compare(this, other);
  }
}
