package com.alphapulse.riskbudget.api.live;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How far a reader of events has come: the {@code id} that goes with each event, and comes back as
 * {@code Last-Event-ID}. Opaque to readers.
 *
 * @param life tells one life of a process from all others: elsewhere the id means nothing
 * @param sequence of the last event that was looked at
 * @param untold decisions left out up to here of which the reader has not been told yet
 */
record EventId(String life, long sequence, Sampling.Count untold) {
  private static final Pattern FORM =
      Pattern.compile("([0-9a-z]{1,13})-(\\d{1,18})(?:-(\\d{1,9})-(\\d{1,9}))?");

  /** Reads what {@link #toString} wrote; empty where the text is none of these. */
  static Optional<EventId> parse(String text) {
    Matcher parts = FORM.matcher(text);
    if (!parts.matches()) {
      return Optional.empty();
    }
    Sampling.Count untold =
        parts.group(3) == null
            ? Sampling.Count.NONE
            : new Sampling.Count(
                Integer.parseInt(parts.group(3)), Integer.parseInt(parts.group(4)));
    return Optional.of(new EventId(parts.group(1), Long.parseLong(parts.group(2)), untold));
  }

  @Override
  public String toString() {
    String place = life + "-" + sequence;
    return untold.isComplete() ? place : place + "-" + untold.shown() + "-" + untold.total();
  }
}
