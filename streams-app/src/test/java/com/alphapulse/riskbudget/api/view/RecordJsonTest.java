package com.alphapulse.riskbudget.api.view;

import static org.assertj.core.api.Assertions.assertThat;

import com.alphapulse.riskbudget.api.Samples;
import com.alphapulse.riskbudget.avro.CancelRequest;
import com.alphapulse.riskbudget.avro.ExecutionReport;
import com.alphapulse.riskbudget.avro.Instrument;
import com.alphapulse.riskbudget.avro.MarketData;
import com.alphapulse.riskbudget.avro.MarketMarks;
import com.alphapulse.riskbudget.avro.OrderIntent;
import com.alphapulse.riskbudget.avro.RiskAlert;
import com.alphapulse.riskbudget.avro.RiskUtilization;
import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RecordJsonTest {

  static Stream<Class<? extends SpecificRecord>> everyRecord() {
    return Stream.concat(
            Arrays.stream(ViewTopic.values()).map(ViewTopic::recordType),
            Stream.of(
                MarketData.class,
                MarketMarks.class,
                Instrument.class,
                ExecutionReport.class,
                OrderIntent.class,
                CancelRequest.class))
        .distinct();
  }

  @ParameterizedTest
  @MethodSource("everyRecord")
  void shouldConvertEveryFieldBySchema_whenGivenAnyRecord(Class<? extends SpecificRecord> type)
      throws Exception {
    JsonNode json = RecordJson.MAPPER.readTree(RecordJson.text(RecordJson.of(Samples.of(type))));

    assertMatches(SpecificData.get().getSchema(type), json);
  }

  private static void assertMatches(Schema schema, JsonNode json) {
    switch (schema.getType()) {
      case RECORD -> {
        assertThat(json.size()).isEqualTo(schema.getFields().size());
        schema.getFields().forEach(field -> assertMatches(field.schema(), json.get(field.name())));
      }
      case UNION -> assertMatches(schema.getTypes().get(schema.getTypes().size() - 1), json);
      case ARRAY -> assertMatches(schema.getElementType(), json.get(0));
      case MAP -> assertMatches(schema.getValueType(), json.get("key"));
      case BYTES -> assertThat(json.decimalValue()).isEqualByComparingTo(Samples.DECIMAL);
      case ENUM -> assertThat(json.textValue()).isEqualTo(schema.getEnumSymbols().get(0));
      case STRING -> assertThat(json.textValue()).isEqualTo("text");
      case INT -> assertThat(json.intValue()).isEqualTo(7);
      case LONG -> {
        if (schema.getLogicalType() == null) {
          assertThat(json.longValue()).isEqualTo(8);
        } else {
          assertThat(json.textValue()).isEqualTo("2020-03-12T16:30:00Z");
        }
      }
      case DOUBLE -> assertThat(json.doubleValue()).isEqualTo(0.25);
      case BOOLEAN -> assertThat(json.booleanValue()).isTrue();
      default -> throw new AssertionError("unexpected " + schema);
    }
  }

  @Test
  void shouldWritePlainDigits_whenDecimalIsLargeOrSmall() {
    RiskUtilization row = Samples.of(RiskUtilization.class);
    row.setLimit(new BigDecimal("100000000000000000000000000000.00000000"));
    row.setUsed(new BigDecimal("0.00000001"));
    row.setFree(new BigDecimal("0E-8"));

    assertThat(RecordJson.text(RecordJson.of(row)))
        .contains("\"limit\":100000000000000000000000000000,")
        .contains("\"used\":0.00000001,")
        .contains("\"free\":0,");
  }

  @Test
  void shouldWriteNull_whenValueIsAbsentOrNotFinite() {
    RiskAlert alert = Samples.of(RiskAlert.class);
    alert.setObserved(Double.NaN);
    alert.setThreshold(Double.POSITIVE_INFINITY);
    alert.setMarket(null);

    assertThat(RecordJson.text(RecordJson.of(alert)))
        .contains("\"observed\":null", "\"threshold\":null", "\"market\":null");
  }
}
