package com.alphapulse.riskbudget.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.alphapulse.riskbudget.api.view.MarketView;
import com.alphapulse.riskbudget.api.view.RecordJson;
import com.alphapulse.riskbudget.avro.BudgetUpdate;
import com.alphapulse.riskbudget.avro.OrderDecision;
import com.alphapulse.riskbudget.avro.Portfolio;
import com.alphapulse.riskbudget.avro.RebalanceRecommendation;
import com.alphapulse.riskbudget.avro.Regime;
import com.alphapulse.riskbudget.avro.RiskAlert;
import com.alphapulse.riskbudget.avro.RiskOverride;
import com.alphapulse.riskbudget.avro.RiskUtilization;
import com.alphapulse.riskbudget.avro.TradingStateUpdate;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OpenApiTest {
  /** Files of the page and routes of others, which the description leaves out. */
  private static final Pattern NOT_DESCRIBED = Pattern.compile("/|/extra|/js/.*|/css/.*");

  private final JsonNode document = read();

  @Test
  void shouldDescribeExactlyTheRoutes_whenServerRuns() {
    Set<String> served = new TreeSet<>();
    try (ApiFixture api = new ApiFixture()) {
      api.server
          .javalin()
          .unsafe
          .internalRouter
          .allHttpHandlers()
          .forEach(
              handler -> {
                String method = handler.endpoint.method.name().toLowerCase(Locale.ROOT);
                String path = handler.endpoint.path;
                if (List.of("get", "post", "delete", "put", "patch").contains(method)
                    && !NOT_DESCRIBED.matcher(path).matches()) {
                  served.add(method + " " + path);
                }
              });
    }
    Set<String> described = new TreeSet<>();
    document
        .get("paths")
        .properties()
        .forEach(
            path ->
                path.getValue()
                    .fieldNames()
                    .forEachRemaining(method -> described.add(method + " " + path.getKey())));

    assertThat(described).isEqualTo(served).hasSizeGreaterThan(10);
  }

  @ParameterizedTest
  @ValueSource(
      classes = {
        BudgetUpdate.class,
        OrderDecision.class,
        Portfolio.class,
        RebalanceRecommendation.class,
        RiskAlert.class,
        RiskOverride.class,
        RiskUtilization.class,
        TradingStateUpdate.class
      })
  void shouldHaveTheFieldsOfTheSchema_whenRecordIsDescribed(Class<? extends SpecificRecord> type) {
    assertDescribed(SpecificData.get().getSchema(type));
  }

  @Test
  void shouldResolve_whenSomethingIsReferredTo() {
    for (String reference : document.findValuesAsText("$ref")) {
      assertThat(document.at(reference.substring(1)).isMissingNode()).as(reference).isFalse();
    }
  }

  @Test
  void shouldDescribeMarkets_whenShown() {
    JsonNode market = document.at("/components/schemas/Market/properties");
    MarketView view = new MarketView("m");
    view.accept(Samples.state("m", Regime.BULL, Samples.TIME, Samples.TIME));

    assertThat(names(market)).isEqualTo(names(view.toJson()));
  }

  private void assertDescribed(Schema schema) {
    switch (schema.getType()) {
      case RECORD -> {
        JsonNode described = document.at("/components/schemas/" + schema.getName() + "/properties");
        assertThat(names(described))
            .as(schema.getName())
            .isEqualTo(new TreeSet<>(schema.getFields().stream().map(Schema.Field::name).toList()));
        schema.getFields().forEach(field -> assertDescribed(field.schema()));
      }
      case ENUM -> {
        List<String> constants = new ArrayList<>();
        document
            .at("/components/schemas/" + schema.getName() + "/enum")
            .forEach(constant -> constants.add(constant.asText()));
        assertThat(constants).as(schema.getName()).isEqualTo(schema.getEnumSymbols());
      }
      case UNION -> schema.getTypes().forEach(this::assertDescribed);
      case ARRAY -> assertDescribed(schema.getElementType());
      case MAP -> assertDescribed(schema.getValueType());
      default -> {
        // Plain types have no component of their own.
      }
    }
  }

  private static Set<String> names(JsonNode object) {
    Set<String> names = new TreeSet<>();
    object.fieldNames().forEachRemaining(names::add);
    return names;
  }

  private static JsonNode read() {
    try {
      return RecordJson.MAPPER.readTree(WebPage.read("/web/openapi.json"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
