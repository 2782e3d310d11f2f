package com.alphapulse.riskbudget.api.view;

import com.alphapulse.riskbudget.domain.override.RiskOverrideSpec;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Which portfolios an answer is about.
 *
 * @param portfolioId the one that is asked for; empty for all
 * @param visible those that whoever asks may see
 */
public record Selection(Optional<String> portfolioId, Predicate<String> visible) {
  /** Everything. */
  public static final Selection ALL = new Selection(Optional.empty(), id -> true);

  /** One portfolio, for someone who may see it. */
  public static Selection of(String portfolioId) {
    return new Selection(Optional.of(portfolioId), id -> true);
  }

  /** Whether a portfolio belongs to it. */
  public boolean includes(String id) {
    return portfolioId.filter(wanted -> !wanted.equals(id)).isEmpty() && visible.test(id);
  }

  /** Whether a command belongs to it: one of its portfolios', or one for all of them. */
  boolean includesCommand(String id) {
    return id.equals(RiskOverrideSpec.ALL_PORTFOLIOS) || includes(id);
  }
}
