package com.alphapulse.riskbudget.budget.performance;

import com.alphapulse.riskbudget.state.StateIo;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.OptionalDouble;

/** Returns of bars beside the volatility that was forecast, before each, for what was held. */
final class ReturnPerRisk {
  private OptionalDouble forecast = OptionalDouble.empty();
  private double returns;
  private double volatilities;

  /** Adds the return of a bar; it counts if there was a forecast before it. */
  void add(double earned) {
    if (forecast.isPresent()) {
      returns += earned;
      volatilities += forecast.getAsDouble();
    }
  }

  /**
   * Keeps the forecast for the next bar.
   *
   * @param volatility annualised, as a fraction of equity; empty where nothing can be forecast
   */
  void forecast(OptionalDouble volatility) {
    forecast = volatility;
  }

  /** Annualised mean return divided by mean volatility; 0 while nothing was held. */
  double ratio(double barsPerYear) {
    return volatilities > 0 ? returns * barsPerYear / volatilities : 0;
  }

  void writeTo(DataOutput out) throws IOException {
    StateIo.writeOptional(out, forecast);
    out.writeDouble(returns);
    out.writeDouble(volatilities);
  }

  static ReturnPerRisk readFrom(DataInput in) throws IOException {
    ReturnPerRisk ratio = new ReturnPerRisk();
    ratio.forecast = StateIo.readOptionalDouble(in);
    ratio.returns = in.readDouble();
    ratio.volatilities = in.readDouble();
    return ratio;
  }
}
