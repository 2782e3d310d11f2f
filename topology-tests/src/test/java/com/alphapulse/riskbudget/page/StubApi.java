package com.alphapulse.riskbudget.page;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.Javalin;
import io.javalin.http.Context;
import io.javalin.router.JavalinDefaultRoutingApi;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * The page's files with an API behind them whose answers the test chooses: what takes the gate
 * seconds, or happens once a year, happens here when the test says so. The answers have the shape
 * of the real ones, under the same content security policy.
 */
final class StubApi implements AutoCloseable {
  static final String HALTED = "alpha";

  private static final String BASE = "/api/v1/risk-budget";
  private static final JsonMapper JSON = new JsonMapper();
  private static final String UPLOT = "/META-INF/resources/webjars/uplot/1.6.30/dist/";
  private static final String POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self';"
          + " img-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
  private static final String END = "";

  /** Overrides of a page. */
  private static final int PAGE = 2;

  private final Javalin server;
  private final List<BlockingQueue<String>> streams = new CopyOnWriteArrayList<>();
  private final List<ObjectNode> overrides = new CopyOnWriteArrayList<>();
  private final List<ObjectNode> orders = new CopyOnWriteArrayList<>();
  private final List<ObjectNode> alerts = new CopyOnWriteArrayList<>();

  private static final String LATE = "late";

  /** Taken by each command before it is answered. */
  private final BlockingQueue<String> acknowledgements = new LinkedBlockingQueue<>();

  private final Set<String> held = ConcurrentHashMap.newKeySet();
  private final CountDownLatch released = new CountDownLatch(1);
  private volatile String role = "OPERATOR";
  private volatile boolean answers = true;

  StubApi() {
    server =
        Javalin.create(
                config -> {
                  config.startup.showJavalinBanner = false;
                  addRoutes(config.routes);
                })
            .start("127.0.0.1", 0);
  }

  String address() {
    return "http://127.0.0.1:" + server.port() + "/";
  }

  void role(String wanted) {
    role = wanted;
  }

  /** How many streams of events are read. */
  int streams() {
    return streams.size();
  }

  /** Lets the next command take effect. */
  void acknowledge() {
    acknowledgements.add("acknowledged");
  }

  /** The command at hand is answered without an acknowledgement, and may be sent again. */
  void giveUpWaiting() {
    acknowledgements.add(LATE);
  }

  /** Ends all streams and answers 503 from now on, or answers again. */
  void answers(boolean wanted) {
    answers = wanted;
    if (!wanted) {
      streams.forEach(stream -> stream.add(END));
    }
  }

  void decide(String orderId, String outcome, boolean reducing) {
    ObjectNode decision = PageRecords.decision(orderId, outcome, reducing);
    orders.add(decision);
    publish("decision", decision);
  }

  /** Adds an override as it is by now, without sending an event. */
  void override(ObjectNode override) {
    overrides.add(override);
  }

  /** Sends an event. */
  void publish(String type, ObjectNode data) {
    streams.forEach(stream -> stream.add("event: " + type + "\ndata: " + data + "\n\n"));
  }

  /** Answers for this order only after {@link #release}. */
  void hold(String orderId) {
    held.add(orderId);
  }

  void release() {
    released.countDown();
  }

  void alert(String message) {
    ObjectNode alert = PageRecords.alert(message);
    alerts.add(alert);
    publish("alert", alert);
  }

  @Override
  public void close() {
    released.countDown();
    answers(false);
    server.stop();
  }

  private void addRoutes(JavalinDefaultRoutingApi routes) {
    routes.before(context -> context.header("Content-Security-Policy", POLICY));
    routes.get("/", context -> file(context, "/web/index.html"));
    routes.get("/js/uplot.js", context -> file(context, UPLOT + "uPlot.esm.js"));
    routes.get("/css/uplot.css", context -> file(context, UPLOT + "uPlot.min.css"));
    routes.get("/js/{name}", context -> file(context, "/web/js/" + context.pathParam("name")));
    routes.get("/css/{name}", context -> file(context, "/web/css/" + context.pathParam("name")));
    routes.get(BASE + "/whoami", context -> answer(context, PageRecords.caller(role)));
    routes.get(BASE + "/current", context -> answer(context, PageRecords.current(inForce())));
    routes.get(BASE + "/utilization", context -> items(context, PageRecords.utilization()));
    routes.get(BASE + "/history", context -> items(context, List.of()));
    routes.get(BASE + "/recommendations", context -> items(context, List.of()));
    routes.get(BASE + "/alerts", context -> items(context, alerts));
    routes.get(BASE + "/orders", context -> items(context, orders));
    routes.get(BASE + "/orders/{id}", this::order);
    routes.get(BASE + "/overrides", this::overrides);
    routes.post(
        BASE + "/overrides/preview", context -> answer(context, PageRecords.preview(HALTED)));
    routes.post(BASE + "/overrides", this::override);
    routes.post(BASE + "/overrides/{id}/approve", this::approve);
    routes.get(BASE + "/events", this::events);
  }

  private List<ObjectNode> inForce() {
    return overrides.stream().filter(o -> o.get("status").asText().equals("IN_FORCE")).toList();
  }

  /** The newest two, or those of a status; behind the cursor the others. */
  private void overrides(Context context) {
    String status = context.queryParam("status");
    List<ObjectNode> newestFirst = new ArrayList<>(overrides);
    Collections.reverse(newestFirst);
    if (status != null) {
      newestFirst.removeIf(o -> !o.get("status").asText().equals(status));
      items(context, newestFirst);
    } else if (context.queryParam("cursor") != null) {
      items(context, newestFirst.subList(PAGE, newestFirst.size()));
    } else {
      int shown = Math.min(PAGE, newestFirst.size());
      ObjectNode body = body(newestFirst.subList(0, shown));
      answer(context, body.put("nextCursor", shown < newestFirst.size() ? "more" : null));
    }
  }

  private void approve(Context context) throws InterruptedException {
    acknowledgements.take();
    ObjectNode approved =
        overrides.stream()
            .filter(o -> o.get("overrideId").asText().equals(context.pathParam("id")))
            .findFirst()
            .orElseThrow();
    ObjectNode end = (ObjectNode) approved.remove("proposedEnd");
    approved.put("status", "WITHDRAWN").set("endedBy", end.put("approver", "ops"));
    publish("override", approved);
    answer(context, JSON.createObjectNode().put("status", "IN_FORCE"));
  }

  private void order(Context context) throws InterruptedException {
    if (held.contains(context.pathParam("id"))) {
      released.await();
    }
    ObjectNode found =
        orders.stream()
            .filter(o -> o.at("/intent/orderId").asText().equals(context.pathParam("id")))
            .findFirst()
            .orElseThrow();
    answer(context, PageRecords.explained(found));
  }

  private void override(Context context) throws IOException, InterruptedException {
    ObjectNode override = (ObjectNode) JSON.readTree(context.body());
    if (acknowledgements.take().equals(LATE)) {
      context.status(202);
      answer(context, JSON.createObjectNode().put("status", "SENT"));
      return;
    }
    String now = Instant.now().toString();
    override.put("expiresAt", Instant.now().plusSeconds(3600).toString());
    override.put("author", "ops").put("createdAt", now).put("inForceSince", now);
    override.put("status", "IN_FORCE");
    if (override.get("action").asText().equals("RESUME")) {
      override.put("status", "DONE");
      for (ObjectNode ended : inForce()) {
        ended.put("status", "RESUMED").set("endedBy", override.deepCopy());
      }
    }
    overrides.add(override);
    publish("override", override);
    ObjectNode answer = JSON.createObjectNode().put("status", "IN_FORCE").put("inForceSince", now);
    answer.putArray("partitions").addObject().put("partition", 0).put("appliedAt", now);
    answer(context, answer);
  }

  private void events(Context context) throws IOException, InterruptedException {
    if (!answers) {
      context.status(503);
      return;
    }
    context.res().setContentType("text/event-stream");
    BlockingQueue<String> stream = new LinkedBlockingQueue<>();
    streams.add(stream);
    try {
      String frame = "event: status\ndata: " + PageRecords.status() + "\n\n";
      while (!frame.equals(END)) {
        context.res().getOutputStream().write(frame.getBytes(StandardCharsets.UTF_8));
        context.res().flushBuffer();
        String next = stream.poll(1, TimeUnit.SECONDS);
        frame = next == null ? "event: status\ndata: " + PageRecords.status() + "\n\n" : next;
      }
    } finally {
      streams.remove(stream);
    }
  }

  private void items(Context context, List<ObjectNode> nodes) {
    answer(context, body(nodes));
  }

  private static ObjectNode body(List<ObjectNode> nodes) {
    ObjectNode body = JSON.createObjectNode();
    ArrayNode items = body.putArray("items");
    nodes.forEach(items::add);
    return body;
  }

  private void answer(Context context, JsonNode body) {
    if (!answers) {
      context.status(503).contentType("application/problem+json");
      context.result("{\"detail\":\"the brokers do not answer\"}");
      return;
    }
    context.contentType("application/json").result(body.toString());
  }

  private static void file(Context context, String resource) {
    try (InputStream in = StubApi.class.getResourceAsStream(resource)) {
      if (in == null) {
        context.status(404);
        return;
      }
      String end = resource.substring(resource.lastIndexOf('.') + 1);
      context.contentType(end.equals("js") ? "text/javascript" : "text/" + end);
      context.result(in.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
