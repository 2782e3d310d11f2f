package com.alphapulse.riskbudget.api.view;

import com.alphapulse.riskbudget.avro.OverrideAction;
import com.alphapulse.riskbudget.avro.OverrideScope;
import com.alphapulse.riskbudget.avro.RiskAlert;
import com.alphapulse.riskbudget.avro.RiskOverride;
import com.alphapulse.riskbudget.domain.AlertType;
import com.alphapulse.riskbudget.domain.override.RiskOverrideSpec;
import com.alphapulse.riskbudget.domain.override.SameIdentifier;
import com.alphapulse.riskbudget.topology.wire.ReferenceWire;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;

/** Overrides by id, with what became of each. Not safe for use by several threads. */
public final class OverrideLog {
  /** Overrides that are kept; beyond it the oldest that can no longer be in force goes first. */
  static final int KEPT = 5_000;

  /** Records of one override that its history keeps: the first and the last ones. */
  static final int HISTORY = 20;

  private static final Place LOG = new Place(ViewTopic.RISK_OVERRIDE, 0, 0);

  /** What became of an override. */
  public enum Status {
    IN_FORCE,
    /** It waits for a second person, and has no effect. */
    PROPOSED,
    EXPIRED,
    WITHDRAWN,
    /** A trading state that a later RESUME of the same scope ended. */
    RESUMED,
    /** An action that is done once and does not stay. */
    DONE
  }

  /**
   * An override as it was put in force or proposed.
   *
   * @param endedBy the WITHDRAW or RESUME that ended it early
   * @param proposedEnd a WITHDRAW that waits for a second person
   * @param records all that was commanded about it, in their order
   */
  public record Entry(
      RiskOverride override,
      Optional<RiskOverride> endedBy,
      Optional<RiskOverride> proposedEnd,
      List<RiskOverride> records) {

    public Status status(Instant now) {
      if (endedBy.isPresent()) {
        return endedBy.get().getAction() == OverrideAction.WITHDRAW
            ? Status.WITHDRAWN
            : Status.RESUMED;
      }
      if (override.getExpiresAt() != null && !now.isBefore(override.getExpiresAt())) {
        boolean stays = stays(override) || isProposal(override);
        return stays ? Status.EXPIRED : Status.DONE;
      }
      if (isProposal(override)) {
        return Status.PROPOSED;
      }
      return stays(override) ? Status.IN_FORCE : Status.DONE;
    }

    /** What waits for a second person: the override itself, or its end. */
    public Optional<RiskOverride> proposal(Instant now) {
      return switch (status(now)) {
        case PROPOSED -> Optional.of(override);
        case IN_FORCE -> proposedEnd;
        default -> Optional.empty();
      };
    }

    /** Who did what to it, when in event time, and why; the last line tells when it expired. */
    ArrayNode history(Instant now) {
      ArrayNode history = RecordJson.MAPPER.createArrayNode();
      for (RiskOverride record : records) {
        history
            .addObject()
            .put("who", record.getApprover() == null ? record.getAuthor() : record.getApprover())
            .put("what", what(record))
            .put("at", record.getCreatedAt().toString())
            .put("reason", record.getReason());
      }
      if (status(now) == Status.EXPIRED) {
        history
            .addObject()
            .putNull("who")
            .put("what", "EXPIRED")
            .put("at", override.getExpiresAt().toString())
            .put("reason", "");
      }
      return history;
    }

    private String what(RiskOverride record) {
      boolean ends =
          record.getAction() == OverrideAction.WITHDRAW
              || !record.getOverrideId().equals(override.getOverrideId());
      String what = ends ? record.getAction().name() : "PUT_IN_FORCE";
      if (isProposal(record)) {
        return ends ? what + "_PROPOSED" : "PROPOSED";
      }
      return record.getApprover() == null ? what : ends ? what + "_APPROVED" : "APPROVED";
    }

    private Entry with(RiskOverride record) {
      List<RiskOverride> more = new ArrayList<>(records);
      if (more.size() == HISTORY) {
        more.remove(1);
      }
      more.add(record);
      return new Entry(override, endedBy, proposedEnd, List.copyOf(more));
    }
  }

  /** An override is what a key says of an identifier: others may use the same one. */
  private record Name(String overrideId, String portfolioId) implements Comparable<Name> {
    static Name of(RiskOverride override) {
      return new Name(override.getOverrideId(), override.getPortfolioId());
    }

    @Override
    public int compareTo(Name other) {
      int byId = overrideId.compareTo(other.overrideId);
      return byId != 0 ? byId : portfolioId.compareTo(other.portfolioId);
    }
  }

  private final NavigableMap<Position, Entry> inOrder = new TreeMap<>();
  private final NavigableMap<Name, Position> positions = new TreeMap<>();

  /** Event time since which the stages apply each, the latest of several tasks. */
  private final Map<String, Instant> applied =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Instant> eldest) {
          return size() > KEPT;
        }
      };

  /** The latest time of all that was read: what has expired by then may be forgotten. */
  private Instant latest = Instant.MIN;

  void accept(RiskOverride override) {
    latest = latest.isBefore(override.getCreatedAt()) ? override.getCreatedAt() : latest;
    if (override.getAction() == OverrideAction.WITHDRAW) {
      end(override, o -> isSame(o, override));
      return;
    }
    if (override.getAction() == OverrideAction.RESUME && !isProposal(override)) {
      end(override, o -> ends(override, o));
    }
    put(override);
  }

  /** Takes in what the stages tell of an override. */
  void accept(RiskAlert alert) {
    if (alert.getType().equals(AlertType.OVERRIDE_APPLIED.name()) && alert.getScopeId() != null) {
      applied.merge(alert.getScopeId(), alert.getAsOf(), (a, b) -> a.isBefore(b) ? b : a);
    }
  }

  /** The one of this identifier; the newest, where several keys have used it. */
  Optional<Entry> find(String overrideId) {
    return positions.tailMap(new Name(overrideId, "")).entrySet().stream()
        .takeWhile(entry -> entry.getKey().overrideId().equals(overrideId))
        .map(Map.Entry::getValue)
        .max(Position::compareTo)
        .map(inOrder::get);
  }

  /** The one of this identifier that a portfolio's gate means: its own, or that of all. */
  Optional<Entry> find(String portfolioId, String overrideId) {
    return Optional.ofNullable(positions.get(new Name(overrideId, portfolioId)))
        .or(
            () ->
                Optional.ofNullable(
                    positions.get(new Name(overrideId, RiskOverrideSpec.ALL_PORTFOLIOS))))
        .map(inOrder::get);
  }

  /** A page of those that pass the filter, newest first by the time of their making. */
  Page<Entry> newestFirst(Span span, Predicate<Entry> filter) {
    return RecentByTime.page(
        span.after().map(after -> inOrder.headMap(after, false)).orElse(inOrder).descendingMap(),
        span,
        filter);
  }

  /** Identifiers tell overrides of the same time apart, wherever they were read. */
  private static Position position(RiskOverride override) {
    return new Position(
        override.getCreatedAt(), override.getPortfolioId() + "/" + override.getOverrideId(), LOG);
  }

  /** The override, its status, who ended it, since when it is applied, and its history. */
  ObjectNode toJson(Entry entry, Instant now) {
    ObjectNode item = RecordJson.of(entry.override());
    item.put("status", entry.status(now).name());
    item.set("endedBy", entry.endedBy().map(RecordJson::of).orElse(null));
    item.set("proposedEnd", entry.proposedEnd().map(RecordJson::of).orElse(null));
    Instant since = applied.get(entry.override().getOverrideId());
    item.put("inForceSince", since == null ? null : since.toString());
    item.set("history", entry.history(now));
    return item;
  }

  /** Whether a RESUME ends an override: a trading state of exactly the same scope. */
  public static boolean ends(RiskOverride resume, RiskOverride override) {
    return setsTradingState(override) && sameScope(override, resume);
  }

  /** Whether it waits for a second person, and has no effect. */
  public static boolean isProposal(RiskOverride override) {
    String approver = override.getApprover();
    return override.getNeedsApproval() && (approver == null || approver.isBlank());
  }

  private void put(RiskOverride override) {
    Position before = positions.get(Name.of(override));
    Entry known = before == null ? null : inOrder.get(before);
    if (known != null && staysBeside(known, override)) {
      inOrder.put(before, known.with(override));
      return;
    }
    if (before != null) {
      inOrder.remove(before);
    }
    Position position = position(override);
    positions.put(Name.of(override), position);
    List<RiskOverride> records = known == null ? List.of() : known.records();
    inOrder.put(
        position, new Entry(override, Optional.empty(), Optional.empty(), records).with(override));
    forgetOldEnded();
  }

  /** As the stages judge it: what is in force stays, unless the later one is more restrictive. */
  private static boolean staysBeside(Entry before, RiskOverride later) {
    Optional<RiskOverrideSpec> held = ReferenceWire.override(before.override());
    Optional<RiskOverrideSpec> other = ReferenceWire.override(later);
    if (held.isEmpty()
        || other.isEmpty()
        || before.status(later.getCreatedAt()) != Status.IN_FORCE
        || !isSame(before.override(), later)) {
      return false;
    }
    SameIdentifier both = SameIdentifier.of(held.get(), other.get());
    return isProposal(later) || (both.isConflict() && !both.laterStands());
  }

  /**
   * Keeps the newest, and of the older ones those in force, even beyond the bound: the same ones in
   * whatever order they were read.
   */
  private void forgetOldEnded() {
    int beyond = inOrder.size() - KEPT;
    if (beyond <= 0) {
      return;
    }
    List<Map.Entry<Position, Entry>> ended =
        inOrder.entrySet().stream()
            .limit(beyond)
            .filter(entry -> entry.getValue().status(latest) != Status.IN_FORCE)
            .toList();
    for (Map.Entry<Position, Entry> entry : ended) {
      inOrder.remove(entry.getKey());
      positions.remove(Name.of(entry.getValue().override()));
    }
  }

  private void end(RiskOverride by, Predicate<RiskOverride> which) {
    inOrder.replaceAll(
        (position, entry) -> {
          if (entry.endedBy().isPresent() || !which.test(entry.override())) {
            return entry;
          }
          Entry told = entry.with(by);
          return isProposal(by)
              ? new Entry(told.override(), Optional.empty(), Optional.of(by), told.records())
              : new Entry(told.override(), Optional.of(by), Optional.empty(), told.records());
        });
  }

  private static boolean stays(RiskOverride override) {
    return switch (override.getAction()) {
      case RESUME, RELEASE_RESERVATION, REBALANCE, WITHDRAW, UNKNOWN -> false;
      case HALT, REDUCE_ONLY, CAP_LEVERAGE, CAP_POSITION, SCALE_BUDGET, PIN_REGIME -> true;
    };
  }

  private static boolean isSame(RiskOverride a, RiskOverride b) {
    return a.getOverrideId().equals(b.getOverrideId())
        && a.getPortfolioId().equals(b.getPortfolioId());
  }

  private static boolean setsTradingState(RiskOverride override) {
    return override.getAction() == OverrideAction.HALT
        || override.getAction() == OverrideAction.REDUCE_ONLY;
  }

  private static boolean sameScope(RiskOverride a, RiskOverride b) {
    return a.getPortfolioId().equals(b.getPortfolioId())
        && normalised(a.getScope()) == normalised(b.getScope())
        && Objects.equals(a.getScopeId(), b.getScopeId());
  }

  /** Under one key, GLOBAL and PORTFOLIO mean the same: all that the key stands for. */
  private static OverrideScope normalised(OverrideScope scope) {
    return scope == OverrideScope.GLOBAL ? OverrideScope.PORTFOLIO : scope;
  }
}
