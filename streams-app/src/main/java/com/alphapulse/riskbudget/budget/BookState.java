package com.alphapulse.riskbudget.budget;

import com.alphapulse.riskbudget.budget.allocation.Exclusion;
import com.alphapulse.riskbudget.budget.limits.BudgetOverrides;
import com.alphapulse.riskbudget.budget.performance.PerformanceTracker;
import com.alphapulse.riskbudget.budget.trades.Holdings;
import com.alphapulse.riskbudget.domain.PortfolioSpec;
import com.alphapulse.riskbudget.domain.Regime;
import com.alphapulse.riskbudget.state.StateIo;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Everything that a book keeps between calls. */
final class BookState {

  /** Of the binary form; any other is refused. */
  private static final int VERSION = 1;

  /**
   * What later budgets are compared with: the last one that was not made to monitor only.
   *
   * @param marketAsOf event time of the snapshot that it was made of, milliseconds
   * @param warmUp whether it was made without a risk model
   * @param targets weight by symbol
   */
  record InForce(
      long version,
      long asOf,
      long marketAsOf,
      long marketSequence,
      Regime regime,
      boolean warmUp,
      double leverage,
      double leverageLimit,
      Map<String, Double> targets) {

    InForce {
      targets = Map.copyOf(targets);
    }
  }

  /**
   * What the latest recommendation was to lead to, as weights by symbol.
   *
   * @param aim targets
   * @param after what is held once its trades are done; the targets if it had none
   */
  record Proposal(Map<String, Double> aim, Map<String, Double> after) {

    Proposal {
      aim = Map.copyOf(aim);
      after = Map.copyOf(after);
    }
  }

  final String portfolioId;
  Optional<PortfolioSpec> spec = Optional.empty();
  Holdings holdings = new Holdings();
  final BudgetOverrides overrides = new BudgetOverrides();

  final BookOrders orders = new BookOrders();

  TriggerMonitor triggers = new TriggerMonitor();
  PerformanceTracker performance = new PerformanceTracker();
  Optional<InForce> inForce = Optional.empty();
  long marketSequence = -1;

  /** Number of the last override of all portfolios that it took in; -1 for none. */
  long overrideOfAll = -1;

  /** Of the latest budget, made to monitor or not; 0 before the first. */
  long version;

  /** Event time of the prices that the latest budget was made at. */
  long valuedAt = Long.MIN_VALUE;

  long now = Long.MIN_VALUE;
  long recommendations;
  boolean definitionChanged;
  boolean closed;
  boolean overridesChanged;
  boolean rebalanceRequested;
  String failure = "";

  /** Empty once it is carried out or superseded. */
  Optional<Proposal> proposal = Optional.empty();

  /** Cause by symbol that got no budget at the last evaluation. */
  TreeMap<String, Exclusion.Cause> excluded = new TreeMap<>();

  BookState(String portfolioId) {
    this.portfolioId = portfolioId;
  }

  /** Symbols of the strategies in their order, then those that are held, or pend, besides. */
  Set<String> symbols() {
    Set<String> symbols = new LinkedHashSet<>();
    spec.ifPresent(s -> s.strategies().forEach(strategy -> symbols.addAll(strategy.symbols())));
    symbols.addAll(holdings.symbols());
    symbols.addAll(orders.pendingSymbols());
    return symbols;
  }

  /** Writes all but definition, overrides and orders, which are saved by themselves. */
  void writeTo(DataOutput out) throws IOException {
    out.writeByte(VERSION);
    StateIo.writeText(out, portfolioId);
    holdings.writeTo(out);
    triggers.writeTo(out);
    performance.writeTo(out);
    StateIo.writeOptional(out, inForce, BookState::writeInForce);
    out.writeLong(marketSequence);
    out.writeLong(overrideOfAll);
    out.writeLong(version);
    out.writeLong(valuedAt);
    out.writeLong(now);
    out.writeLong(recommendations);
    out.writeBoolean(definitionChanged);
    out.writeBoolean(overridesChanged);
    out.writeBoolean(rebalanceRequested);
    StateIo.writeText(out, failure);
    out.writeBoolean(closed);
    out.writeInt(excluded.size());
    for (var exclusion : excluded.entrySet()) {
      StateIo.writeText(out, exclusion.getKey());
      StateIo.writeEnum(out, exclusion.getValue());
    }
    StateIo.writeOptional(out, proposal, BookState::writeProposal);
  }

  static BookState readFrom(DataInput in) throws IOException {
    StateIo.readVersion(in, VERSION);
    BookState state = new BookState(StateIo.readText(in));
    state.holdings = Holdings.readFrom(in);
    state.triggers = TriggerMonitor.readFrom(in);
    state.performance = PerformanceTracker.readFrom(in);
    state.inForce = StateIo.readOptional(in, BookState::readInForce);
    state.marketSequence = in.readLong();
    state.overrideOfAll = in.readLong();
    state.version = in.readLong();
    state.valuedAt = in.readLong();
    state.now = in.readLong();
    state.recommendations = in.readLong();
    state.definitionChanged = in.readBoolean();
    state.overridesChanged = in.readBoolean();
    state.rebalanceRequested = in.readBoolean();
    state.failure = StateIo.readText(in);
    state.closed = in.readBoolean();
    for (int count = in.readInt(); count > 0; count--) {
      state.excluded.put(StateIo.readText(in), StateIo.readEnum(in, Exclusion.Cause.class));
    }
    state.proposal = StateIo.readOptional(in, BookState::readProposal);
    return state;
  }

  private static void writeInForce(DataOutput out, InForce budget) throws IOException {
    out.writeLong(budget.version());
    out.writeLong(budget.asOf());
    out.writeLong(budget.marketAsOf());
    out.writeLong(budget.marketSequence());
    StateIo.writeEnum(out, budget.regime());
    out.writeBoolean(budget.warmUp());
    out.writeDouble(budget.leverage());
    out.writeDouble(budget.leverageLimit());
    writeWeights(out, budget.targets());
  }

  private static void writeProposal(DataOutput out, Proposal proposal) throws IOException {
    writeWeights(out, proposal.aim());
    writeWeights(out, proposal.after());
  }

  private static Proposal readProposal(DataInput in) throws IOException {
    Map<String, Double> aim = readWeights(in);
    return new Proposal(aim, readWeights(in));
  }

  private static void writeWeights(DataOutput out, Map<String, Double> weights) throws IOException {
    Map<String, Double> sorted = new TreeMap<>(weights);
    out.writeInt(sorted.size());
    for (var weight : sorted.entrySet()) {
      StateIo.writeText(out, weight.getKey());
      out.writeDouble(weight.getValue());
    }
  }

  private static Map<String, Double> readWeights(DataInput in) throws IOException {
    Map<String, Double> weights = new TreeMap<>();
    for (int count = in.readInt(); count > 0; count--) {
      weights.put(StateIo.readText(in), in.readDouble());
    }
    return weights;
  }

  private static InForce readInForce(DataInput in) throws IOException {
    return new InForce(
        in.readLong(),
        in.readLong(),
        in.readLong(),
        in.readLong(),
        StateIo.readEnum(in, Regime.class),
        in.readBoolean(),
        in.readDouble(),
        in.readDouble(),
        readWeights(in));
  }
}
