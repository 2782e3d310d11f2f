package com.alphapulse.riskbudget.market.risk;

import com.alphapulse.riskbudget.config.MarketSettings;
import com.alphapulse.riskbudget.domain.AssetClass;
import com.alphapulse.riskbudget.domain.InstrumentSpec;
import com.alphapulse.riskbudget.market.bars.BarBuilder;
import com.alphapulse.riskbudget.market.bars.InstrumentState;
import com.alphapulse.riskbudget.state.StateIo;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalDouble;

/**
 * Turns closed bars into the covariance and into the return of the market index.
 *
 * <p>A bar without a price of an instrument carries its last price forward: the index sees a return
 * of 0, the covariance sees no observation. The next price then spans k bars; its log-return is
 * divided by √k, so that its square estimates the variance of one bar.
 *
 * <p>The market index is the equally weighted mean of the simple returns of the active risk assets:
 * all but bonds and cash. A market without any risk asset is measured by all its instruments.
 */
public final class RiskEstimator {

  private static final int MAX_INSTRUMENTS = 20_000;

  private final EwmaCovariance covariance;
  private final LargestEigenvalue eigenvalue = new LargestEigenvalue();

  /** Instrument of the bars by index of the covariance: in order of the first bar, then symbol. */
  private final List<Member> members = new ArrayList<>();

  private boolean[] known = new boolean[8];
  private double[] returns = new double[8];
  private long bars;
  private double[][] correlations = {};
  private double largestEigenvalueShare;

  private static final class Member {
    private final int instrument;
    private BigDecimal price;
    private long pricedAt;

    Member(int instrument, BigDecimal price, long pricedAt) {
      this.instrument = instrument;
      this.price = price;
      this.pricedAt = pricedAt;
    }
  }

  /** A member of the risk model, by its number in the bars, with the price of the last bar. */
  public record PricedMember(int instrument, BigDecimal price) {}

  /**
   * An instrument whose price says nothing.
   *
   * @param instrument its number in the bars
   * @param bars for how many bars
   * @param frozen whether prices come and do not move; else none come
   */
  public record QuietPrice(int instrument, long bars, boolean frozen) {}

  public RiskEstimator(MarketSettings settings) {
    covariance =
        new EwmaCovariance(
            settings.volatilityHalfLife(),
            settings.correlationHalfLife(),
            settings.shrinkageTarget(),
            settings.shrinkage(),
            settings.barsPerYear());
  }

  /** Bars taken in. */
  public long bars() {
    return bars;
  }

  public EwmaCovariance covariance() {
    return covariance;
  }

  /** Correlations after the last bar, as a triangle that must not be changed. */
  public double[][] correlations() {
    return correlations;
  }

  /** Largest eigenvalue of the correlations divided by their number; 0 before the first bar. */
  public double largestEigenvalueShare() {
    return largestEigenvalueShare;
  }

  /** Prices that have not moved, or not come, for a number of bars that is worth a warning. */
  public List<QuietPrice> quietPrices() {
    List<QuietPrice> quiet = new ArrayList<>();
    for (int i = 0; i < members.size(); i++) {
      Member member = members.get(i);
      long silent = bars - member.pricedAt;
      if (silent == 0 && isMilestone(covariance.still(i), EwmaVolatilities.FROZEN_BARS)) {
        quiet.add(new QuietPrice(member.instrument, covariance.still(i), true));
      } else if (isMilestone(silent, BarBuilder.ACTIVE_BARS)) {
        quiet.add(new QuietPrice(member.instrument, silent, false));
      }
    }
    return quiet;
  }

  /** At the first number, and whenever it has doubled. */
  private static boolean isMilestone(long bars, int first) {
    return bars > 0 && bars % first == 0 && Long.bitCount(bars / first) == 1;
  }

  /** Members in the order of the covariance. */
  public List<PricedMember> members() {
    return members.stream().map(m -> new PricedMember(m.instrument, m.price)).toList();
  }

  /**
   * Takes in a closed bar.
   *
   * @param instruments by their number in the bars
   * @param builder tells which instruments are active
   * @return simple return of the market index; empty while no instrument has an earlier bar
   */
  public OptionalDouble onBar(
      BarBuilder.Bar bar, List<InstrumentState> instruments, BarBuilder builder) {
    bars++;
    boolean anyRiskAsset =
        members.stream().anyMatch(m -> isRiskAsset(instruments.get(m.instrument).spec()));
    double indexSum = 0;
    int indexMembers = 0;
    for (int i = 0; i < members.size(); i++) {
      Member member = members.get(i);
      boolean counts =
          builder.isActive(member.instrument)
              && (!anyRiskAsset || isRiskAsset(instruments.get(member.instrument).spec()));
      double simple = advance(i, member, bar.close(member.instrument));
      if (counts) {
        indexSum += simple;
        indexMembers++;
      }
    }
    covariance.update(returns);
    admit(bar, instruments);
    correlations = covariance.correlations();
    largestEigenvalueShare = eigenvalue.share(correlations);
    return indexMembers == 0 ? OptionalDouble.empty() : OptionalDouble.of(indexSum / indexMembers);
  }

  public void writeTo(DataOutput out) throws IOException {
    out.writeLong(bars);
    out.writeInt(members.size());
    for (Member member : members) {
      out.writeInt(member.instrument);
      StateIo.writeNullable(out, member.price);
      out.writeLong(member.pricedAt);
    }
    covariance.writeTo(out);
    eigenvalue.writeTo(out);
    out.writeDouble(largestEigenvalueShare);
  }

  /** Replaces the state of a fresh model by a written one. */
  public void readFrom(DataInput in) throws IOException {
    bars = in.readLong();
    int count = StateIo.readSize(in, MAX_INSTRUMENTS);
    for (int i = 0; i < count; i++) {
      join(new Member(in.readInt(), StateIo.readNullable(in), in.readLong()));
    }
    covariance.readFrom(in);
    correlations = covariance.correlations();
    eigenvalue.readFrom(in);
    largestEigenvalueShare = in.readDouble();
  }

  /** Notes the log-return for the covariance and gives the simple return. */
  private double advance(int index, Member member, BigDecimal close) {
    if (close == null) {
      returns[index] = Double.NaN;
      return 0;
    }
    double ratio = close.doubleValue() / member.price.doubleValue();
    returns[index] = StrictMath.log(ratio) / Math.sqrt((double) (bars - member.pricedAt));
    member.price = close;
    member.pricedAt = bars;
    return ratio - 1;
  }

  private void admit(BarBuilder.Bar bar, List<InstrumentState> instruments) {
    List<Integer> fresh = new ArrayList<>();
    for (int i = 0; i < bar.closes().length; i++) {
      if (bar.closes()[i] != null && (i >= known.length || !known[i])) {
        fresh.add(i);
      }
    }
    fresh.sort(Comparator.comparing(i -> instruments.get(i).spec().symbol()));
    for (int instrument : fresh) {
      join(new Member(instrument, bar.close(instrument), bars));
    }
    if (!fresh.isEmpty()) {
      covariance.add(fresh.size());
    }
  }

  private void join(Member member) {
    members.add(member);
    if (member.instrument >= known.length) {
      known = Arrays.copyOf(known, Math.max(member.instrument + 1, known.length * 2));
    }
    known[member.instrument] = true;
    if (members.size() > returns.length) {
      returns = Arrays.copyOf(returns, members.size() * 2);
    }
  }

  private static boolean isRiskAsset(InstrumentSpec spec) {
    return spec.assetClass() != AssetClass.BOND && spec.assetClass() != AssetClass.CASH;
  }
}
