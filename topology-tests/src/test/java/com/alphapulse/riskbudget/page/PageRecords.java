package com.alphapulse.riskbudget.page;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/** The API's answers for two portfolios, alpha and beta. */
final class PageRecords {
  private static final JsonMapper JSON = new JsonMapper();

  private PageRecords() {}

  static ObjectNode caller(String role) {
    ObjectNode caller = json("{'name':'ops','authenticated':true,'portfolios':['*']}");
    return caller.put("role", role);
  }

  static ObjectNode status() {
    return json(
        """
        {'ready':true,'viewCurrent':true,'applicationsRunning':true,'problems':[],
         'gate':[{'partition':0,'lag':0,'oldestUndecidedSeconds':0}],
         'inputs':[{'input':'market-data','ageSeconds':1},{'input':'market-marks','ageSeconds':2},
                   {'input':'budget-update','ageSeconds':20}]}
        """);
  }

  static ObjectNode current(List<ObjectNode> overrides) {
    ObjectNode current = JSON.createObjectNode();
    current.put("serverTime", now()).put("eventTime", now());
    ObjectNode market =
        json(
            """
            {'market':'US','bars':300,'warmedUp':true,'regime':'BULL','regimeConfidence':0.9,
             'regimeSource':'rules','timeline':[{'regime':'BULL','since':'2020-01-05T00:00:00Z','confidence':0.9}]}
            """);
    market.put("asOf", now()).put("regimeSince", "2020-01-05T00:00:00Z");
    current.putArray("markets").add(market);
    ArrayNode portfolios = current.putArray("portfolios");
    Stream.of(StubApi.HALTED, "beta").map(id -> portfolio(id, overrides)).forEach(portfolios::add);
    return current;
  }

  private static ObjectNode portfolio(String id, List<ObjectNode> overrides) {
    List<ObjectNode> own =
        overrides.stream().filter(o -> o.get("portfolioId").asText().equals(id)).toList();
    ObjectNode portfolio =
        json("{'market':'US','baseCurrency':'USD','warmingUp':false,'regimePinned':null}");
    portfolio.put("portfolioId", id).put("tradingState", own.isEmpty() ? "ACTIVE" : "HALTED");
    portfolio.put(
        "stateCause", own.isEmpty() ? "" : "OVERRIDE:" + own.get(0).get("overrideId").asText());
    portfolio.putArray("overridesInForce").addAll(own);
    ObjectNode budget =
        json(
            """
            {'version':7,'cause':'SCHEDULED','market':'US','regime':'BULL','regimeSince':'2020-01-05T00:00:00Z',
             'equity':1000000,'forecastVolatility':0.2,'targetVolatility':0.15,'leverageLimit':1.5,
             'leverageLimitBoundBy':'REGIME:BULL','overrides':[],'performance':null}
            """);
    portfolio.set("budget", budget.put("portfolioId", id).put("asOf", now()));
    return portfolio;
  }

  /** A later budget, with what is known of the performance only. */
  static ObjectNode budget(long version, double equity) {
    ObjectNode budget = (ObjectNode) current(List.of()).at("/portfolios/0/budget");
    budget.put("version", version).put("equity", equity);
    budget.set(
        "performance",
        json(
            """
            {'bars':9,'totalReturn':0.12,'volatility':0.1,'sharpe':1.2,'drawdown':0.03,'maxDrawdown':null,
             'staticTotalReturn':0.2,'staticVolatility':0.2,'staticSharpe':1,'staticDrawdown':0.2,'staticMaxDrawdown':null,
             'budgetUtilizationTail':0.9,'returnPerRisk':1,'regimeResponseMillis':null,'overridesPerYear':2}
            """));
    return budget;
  }

  /** A halt, as the list of overrides shows it. */
  static ObjectNode halt(String id, String status, String createdAt) {
    ObjectNode halt =
        json(
            """
            {'portfolioId':'alpha','scope':'PORTFOLIO','scopeId':null,'action':'HALT','value':null,'regime':null,
             'orderId':null,'cancelOpenOrders':false,'author':'eve','approver':null,'reason':'drill','expiresAt':null,
             'endedBy':null,'proposedEnd':null,'inForceSince':null,'history':[]}
            """);
    return halt.put("overrideId", id).put("status", status).put("createdAt", createdAt);
  }

  static List<ObjectNode> utilization() {
    return List.of(
        row("alpha", "PORTFOLIO", "alpha", 1_500_000, 900_000, 100_000),
        row("alpha", "STRATEGY", "trend", 500_000, 560_000, 60_000),
        row("alpha", "SYMBOL", "A", 400, 380, 0),
        row("beta", "PORTFOLIO", "beta", 1_500_000, 200_000, 0));
  }

  static ObjectNode row(
      String portfolio, String scope, String id, double limit, double used, double reserved) {
    ObjectNode row = JSON.createObjectNode().put("portfolioId", portfolio).put("scope", scope);
    row.put("scopeId", id).put("limit", limit).put("used", used).put("reserved", reserved);
    row.put("free", Math.max(0, limit - used - reserved)).put("ratio", (used + reserved) / limit);
    return row.put("asOf", now()).put("openOrders", 1);
  }

  static ObjectNode decision(String orderId, String outcome, boolean reducing) {
    ObjectNode decision =
        json(
            """
            {'intent':{'portfolioId':'alpha','strategyId':'trend','symbol':'A','side':'BUY','quantity':10,
              'type':'MARKET','limitPrice':null,'sizing':'EXACT','timeInForce':'DAY'},
             'repeat':false,'violations':[],'largestQuantity':4,
             'inputs':{'position':5,'pendingBuys':0,'pendingSells':0,'strategyPosition':5,'strategyPendingBuys':0,
              'strategyPendingSells':0,'grossExposure':900000,'equity':1000000,'openOrders':1,'mark':100,
              'budgetVersion':7,'tradingState':'ACTIVE','volatility':0.12}}
            """);
    ((ObjectNode) decision.get("intent")).put("orderId", orderId).put("reduceOnly", reducing);
    decision.put("outcome", outcome).put("reducing", reducing);
    decision.put("approvedQuantity", outcome.equals("APPROVED") ? 10 : 0);
    decision.put("asOf", now()).put("decidedAt", now());
    if (outcome.equals("REJECTED")) {
      ((ArrayNode) decision.get("violations"))
          .add(
              json(
                  """
                  {'reason':'STRATEGY_BUDGET','message':'this order makes 137,056, the limit is 134,622',
                   'scope':'STRATEGY','scopeId':'trend','observed':137056,'limit':134622,
                   'boundBy':'TARGET','largestQuantity':4}
                  """));
    }
    return decision;
  }

  static ObjectNode explained(ObjectNode decision) {
    ObjectNode explained = decision.deepCopy();
    explained.set(
        "explanation",
        json(
            """
            {'sentence':'Strategy budget: this order makes 137,056, the limit is 134,622; 4 would have passed',
             'checks':[{'check':'STRATEGY_BUDGET','applies':true,'passed':false,'message':'too large','figures':{'limit':134622}},
                       {'check':'POSITION_LIMIT','applies':true,'passed':true,'message':'within','figures':{'limit':400}}],
             'command':'./riskbudget explain o-1'}
            """));
    return explained;
  }

  static ObjectNode alert(String message) {
    ObjectNode alert =
        json(
            """
            {'portfolioId':'alpha','market':null,'scopeId':null,'type':'LOSS_LIMIT','severity':'CRITICAL',
             'observed':0.1,'threshold':0.05}
            """);
    return alert.put("message", message).put("asOf", now());
  }

  static ObjectNode preview(String portfolio) {
    ObjectNode preview =
        json(
            """
            {'loosens':true,'needsApproval':false,'portfolios':[{'openOrdersCancelled':0,'cancelsUpTo':0,'limits':[
              {'scope':'STRATEGY','scopeId':'trend','unit':'USD','before':0,'after':500000,'used':560000,
               'reserved':0,'overAfter':true}]}]}
            """);
    ((ObjectNode) preview.get("portfolios").get(0)).put("portfolioId", portfolio);
    return preview;
  }

  static String now() {
    return Instant.now().toString();
  }

  private static ObjectNode json(String text) {
    try {
      return (ObjectNode) JSON.readTree(text.replace('\'', '"'));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(text, e);
    }
  }
}
