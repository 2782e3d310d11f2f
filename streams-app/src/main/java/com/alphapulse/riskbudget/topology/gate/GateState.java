package com.alphapulse.riskbudget.topology.gate;

import com.alphapulse.riskbudget.avro.BudgetUpdate;
import com.alphapulse.riskbudget.avro.MarketMarks;
import com.alphapulse.riskbudget.avro.MarketState;
import com.alphapulse.riskbudget.avro.OrderDecision;
import com.alphapulse.riskbudget.avro.Portfolio;
import com.alphapulse.riskbudget.avro.RiskOverride;
import com.alphapulse.riskbudget.avro.TradingStateUpdate;
import com.alphapulse.riskbudget.config.GateSettings;
import com.alphapulse.riskbudget.domain.Bounds;
import com.alphapulse.riskbudget.domain.account.OrderState;
import com.alphapulse.riskbudget.domain.override.RiskOverrideSpec;
import com.alphapulse.riskbudget.gate.MarketClock;
import com.alphapulse.riskbudget.gate.Proposal;
import com.alphapulse.riskbudget.gate.ledger.Marks;
import com.alphapulse.riskbudget.gate.ledger.PortfolioLedger;
import com.alphapulse.riskbudget.gate.ledger.RiskModel;
import com.alphapulse.riskbudget.gate.limits.TradingOverrides;
import com.alphapulse.riskbudget.topology.account.LedgerEntries;
import com.alphapulse.riskbudget.topology.account.LedgerEntries.Kind;
import com.alphapulse.riskbudget.topology.kafka.Topics;
import com.alphapulse.riskbudget.topology.wire.Decimals;
import com.alphapulse.riskbudget.topology.wire.GateWire;
import com.alphapulse.riskbudget.topology.wire.NameTable;
import com.alphapulse.riskbudget.topology.wire.SingleObject;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.kafka.common.utils.Bytes;

/**
 * Live objects of one gate task: the ledgers, marks and decisions of its partition, and the cursor.
 * {@link GateEntries} makes it of the store's entries, and turns it back into them.
 */
final class GateState {

  final SingleObject<Portfolio> portfolioCodec = SingleObject.of(Portfolio.class);
  final SingleObject<BudgetUpdate> budgetCodec = SingleObject.of(BudgetUpdate.class);
  final SingleObject<MarketMarks> marksCodec = SingleObject.of(MarketMarks.class);
  final SingleObject<MarketState> stateCodec = SingleObject.of(MarketState.class);
  final SingleObject<RiskOverride> overrideCodec = SingleObject.of(RiskOverride.class);
  final SingleObject<TradingStateUpdate> toldCodec = SingleObject.of(TradingStateUpdate.class);
  final SingleObject<OrderDecision> decisionCodec = SingleObject.of(OrderDecision.class);

  final NameTable names = new NameTable();

  private final Map<String, PortfolioLedger> ledgers = new HashMap<>();
  private final Map<String, Marks> marks = new HashMap<>();
  private final Map<String, MarketClock> clocks = new HashMap<>();
  private final Map<String, RiskModel> riskModels = new HashMap<>();
  private final TradingOverrides everywhere = new TradingOverrides();
  private final long[] cursor = new long[Topics.GATE_INPUTS.size()];

  /** Entries that are kept as they are because live objects do not hold all of the record. */
  private final Map<Bytes, byte[]> records = new LinkedHashMap<>();

  GateState() {
    Arrays.fill(cursor, -1);
  }

  /** The ledger of a portfolio, made if there is none. */
  PortfolioLedger ledger(String portfolioId) {
    PortfolioLedger known = ledgers.get(portfolioId);
    return known == null ? ledgers.computeIfAbsent(portfolioId, PortfolioLedger::new) : known;
  }

  /** The ledger of a portfolio of which anything is known. */
  Optional<PortfolioLedger> knownLedger(String portfolioId) {
    return Optional.ofNullable(ledgers.get(portfolioId));
  }

  /** The ledger of a portfolio that is defined. */
  Optional<PortfolioLedger> definedLedger(String portfolioId) {
    return knownLedger(portfolioId).filter(l -> l.spec().isPresent());
  }

  /** Ledgers of portfolios that nobody has defined. */
  List<PortfolioLedger> undefinedLedgers() {
    return ledgers.values().stream().filter(l -> l.spec().isEmpty()).toList();
  }

  /**
   * Whether overrides or a budget of a portfolio may be kept: it is defined, or not too many others
   * wait for a definition that may never come.
   */
  boolean mayKeepFor(String portfolioId) {
    return definedLedger(portfolioId).isPresent()
        || knownLedger(portfolioId).filter(GateState::isKept).isPresent()
        || undefinedLedgers().stream().filter(GateState::isKept).count()
            < Bounds.UNDEFINED_PORTFOLIOS;
  }

  private static boolean isKept(PortfolioLedger ledger) {
    return ledger.limits().isPresent() || !ledger.overrides().all().isEmpty();
  }

  /** Whether what a market tells may be kept: a portfolio trades it, or not too many are known. */
  boolean hasRoomFor(String market) {
    return marks.containsKey(market)
        || riskModels.containsKey(market)
        || Math.max(marks.size(), riskModels.size()) < Bounds.MARKETS
        || ledgers.values().stream()
            .anyMatch(l -> l.spec().filter(spec -> spec.market().equals(market)).isPresent());
  }

  /** Forgets a portfolio. */
  void remove(PortfolioLedger ledger) {
    ledgers.remove(ledger.portfolioId());
  }

  Collection<PortfolioLedger> ledgers() {
    return ledgers.values();
  }

  /** Entries that are kept as they are. */
  Map<Bytes, byte[]> records() {
    return records;
  }

  /** Clocks by market. */
  Map<String, MarketClock> clocks() {
    return clocks;
  }

  /** TradingOverrides that apply to every portfolio. */
  TradingOverrides everywhere() {
    return everywhere;
  }

  /** The overrides that a record keyed by {@code portfolioId} belongs to. */
  TradingOverrides overrides(String portfolioId) {
    return portfolioId.equals(RiskOverrideSpec.ALL_PORTFOLIOS)
        ? everywhere
        : ledger(portfolioId).overrides();
  }

  /**
   * Event time that no defined portfolio's clock is behind, milliseconds; the wall clock's where no
   * portfolio is defined, and empty while a market among theirs has no marks.
   */
  OptionalLong earliestClock(long wallClock) {
    long earliest = wallClock;
    for (PortfolioLedger ledger : ledgers.values()) {
      if (ledger.spec().isPresent()) {
        MarketClock clock = clockOf(ledger);
        if (!clock.isRunning()) {
          return OptionalLong.empty();
        }
        earliest = Math.min(earliest, clock.now(wallClock));
      }
    }
    return OptionalLong.of(earliest);
  }

  /** Marks of the market that a portfolio trades; none while its definition is not known. */
  Marks marksOf(PortfolioLedger ledger) {
    return ledger.spec().map(spec -> marks(spec.market())).orElseGet(() -> Marks.none(""));
  }

  Marks marks(String market) {
    return marks.getOrDefault(market, Marks.none(market));
  }

  void marks(Marks latest) {
    marks.put(latest.market(), latest);
  }

  /** Clock of a market, made if there is none. */
  MarketClock clock(String market) {
    return clocks.computeIfAbsent(market, m -> new MarketClock());
  }

  /**
   * Clock of the market that a portfolio trades; one that tells the wall clock's time while its
   * definition is not known.
   */
  MarketClock clockOf(PortfolioLedger ledger) {
    return ledger.spec().map(spec -> clock(spec.market())).orElseGet(MarketClock::new);
  }

  /** What an order of a portfolio is held against at its market's time, milliseconds. */
  Proposal.World world(PortfolioLedger ledger, GateSettings settings, long asOf) {
    return new Proposal.World(
        ledger, everywhere, marksOf(ledger), riskModelOf(ledger), settings, asOf);
  }

  /** Risk model of the market that a portfolio trades. */
  RiskModel riskModelOf(PortfolioLedger ledger) {
    return ledger.spec().map(spec -> riskModel(spec.market())).orElseGet(() -> RiskModel.none(""));
  }

  RiskModel riskModel(String market) {
    return riskModels.getOrDefault(market, RiskModel.none(market));
  }

  void riskModel(RiskModel latest) {
    riskModels.put(latest.market(), latest);
  }

  /** Offset of the last record applied, by position in {@link Topics#GATE_INPUTS}; -1 for none. */
  long[] cursor() {
    return cursor;
  }

  /** The budget in force of a portfolio, as its record tells it. */
  Optional<BudgetUpdate> budgetOf(String portfolioId) {
    return Optional.ofNullable(records.get(LedgerEntries.key(Kind.BUDGET, portfolioId)))
        .map(budgetCodec::decode);
  }

  /** What was told last of a portfolio's trading state, or under {@code *} of all. */
  Optional<TradingStateUpdate> told(String portfolioId) {
    return Optional.ofNullable(records.get(LedgerEntries.key(Kind.TOLD, portfolioId)))
        .map(toldCodec::decode);
  }

  /** Keeps an entry as it is; null removes it. */
  void keep(Bytes key, byte[] value) {
    if (value == null) {
      records.remove(key);
    } else {
      records.put(key, value);
    }
  }

  /** Number of entries that it is saved as, about. */
  long entries() {
    return records.size()
        + ledgers.values().stream()
            .mapToLong(ledger -> ledger.orders().answers().size() + ledger.orders().open().size())
            .sum();
  }

  /** State of an order at the moment of its approval. */
  OrderState approvedOrder(OrderDecision decision) {
    return new OrderState(
        decision.getIntent().getOrderId(),
        names.of(decision.getIntent().getStrategyId()),
        names.of(decision.getIntent().getSymbol()),
        GateWire.side(decision.getIntent().getSide()),
        Decimals.compact(decision.getApprovedQuantity()),
        decision.getAsOf().toEpochMilli());
  }
}
