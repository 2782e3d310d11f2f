package com.alphapulse.riskbudget.api.access;

import com.alphapulse.riskbudget.api.http.Problem;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.util.List;
import java.util.Set;

/**
 * Who sent a request. Routes take it from {@link #of} and ask it before they show or do anything
 * about a portfolio: {@link #maySee} for rows of lists and events, {@link #requireMaySee} for a
 * portfolio that the request names, {@link #requireMayCommand} for commands.
 *
 * @param name from the token; the author of commands where {@code authenticated}
 * @param portfolios ids that it is limited to; empty for all of them
 * @param authenticated false where no credentials are configured: then the name says nothing
 */
public record Caller(String name, Role role, Set<String> portfolios, boolean authenticated) {
  /** Stands for all portfolios in commands. */
  public static final String ALL = "*";

  private static final String ATTRIBUTE = Caller.class.getName();

  public Caller {
    portfolios = Set.copyOf(portfolios);
  }

  /** Whoever is on this machine, where no credentials are configured. */
  public static Caller local() {
    return new Caller("local", Role.ADMIN, Set.of(), false);
  }

  /**
   * The caller of a request.
   *
   * @throws IllegalStateException if the request was not authenticated
   */
  public static Caller of(Context context) {
    Caller caller = context.attribute(ATTRIBUTE);
    if (caller == null) {
      throw new IllegalStateException("a route was reached without authentication");
    }
    return caller;
  }

  void attachTo(Context context) {
    context.attribute(ATTRIBUTE, this);
  }

  /** Whether it is limited to some portfolios. */
  public boolean isRestricted() {
    return !portfolios.isEmpty();
  }

  /**
   * Whether it may see what is about a portfolio: items of lists, events, fields of answers. What
   * is about no portfolio, a market say, and what is about all of them ({@value #ALL}) it may.
   *
   * @param portfolioId may be null or empty where there is none
   */
  public boolean maySee(String portfolioId) {
    return !isRestricted()
        || portfolioId == null
        || portfolioId.isEmpty()
        || portfolioId.equals(ALL)
        || portfolios.contains(portfolioId);
  }

  /**
   * Refuses a portfolio that it may not see, as one that is not there.
   *
   * @throws Problem 404
   */
  public void requireMaySee(String portfolioId) {
    if (!maySee(portfolioId)) {
      throw Problem.unknownPortfolio(portfolioId);
    }
  }

  /**
   * Refuses commands, approvals included, that it may not give.
   *
   * @param portfolioId a portfolio, or {@value #ALL}
   * @throws Problem 403 where the role does not suffice or {@value #ALL} needs more, 404 for a
   *     portfolio that it may not see
   */
  public void requireMayCommand(String portfolioId) {
    requireRole(Role.OPERATOR);
    if (ALL.equals(portfolioId)) {
      requireRole(Role.ADMIN);
      if (isRestricted()) {
        throw forbidden("commands for all portfolios need a caller that is limited to none");
      }
    }
    requireMaySee(portfolioId);
  }

  /**
   * Refuses what its role does not cover.
   *
   * @throws Problem 403
   */
  public void requireRole(Role needed) {
    if (!role.covers(needed)) {
      throw forbidden("this needs the role " + needed + "; '" + name + "' is " + role);
    }
  }

  /** The portfolios as the API shows them: {@value #ALL} alone for all. */
  List<String> shownPortfolios() {
    return isRestricted() ? portfolios.stream().sorted().toList() : List.of(ALL);
  }

  private static Problem forbidden(String detail) {
    return Problem.of(HttpStatus.FORBIDDEN, detail);
  }
}
