package com.alphapulse.riskbudget.api.access;

import com.alphapulse.riskbudget.api.view.RecordJson;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import java.util.Set;

/** Authenticates every request and refuses what the caller's role does not cover. */
public final class Access {
  private static final Set<HandlerType> READING =
      Set.of(HandlerType.GET, HandlerType.HEAD, HandlerType.OPTIONS);

  /**
   * Sets the {@link Caller} of a request, for every route behind it.
   *
   * @throws com.alphapulse.riskbudget.api.http.Problem 403 if its role does not suffice
   */
  public void check(Context context) {
    LocalGuard.check(context);
    Caller caller = Caller.local();
    caller.requireRole(READING.contains(context.method()) ? Role.VIEWER : Role.OPERATOR);
    caller.attachTo(context);
  }

  /** {@code GET /whoami}. */
  public static void whoAmI(Context context) {
    Caller caller = Caller.of(context);
    ObjectNode body =
        RecordJson.object().put("name", caller.name()).put("role", caller.role().name());
    caller.shownPortfolios().forEach(body.putArray("portfolios")::add);
    body.put("authenticated", caller.authenticated());
    context.contentType("application/json").result(RecordJson.text(body));
  }
}
