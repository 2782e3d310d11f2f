package com.alphapulse.riskbudget.schema;

import static org.assertj.core.api.Assertions.assertThat;

import com.alphapulse.riskbudget.avro.ExecutionReport;
import com.alphapulse.riskbudget.avro.MarketData;
import com.alphapulse.riskbudget.avro.OrderIntent;
import com.alphapulse.riskbudget.avro.Portfolio;
import com.alphapulse.riskbudget.avro.RegimeChange;
import com.alphapulse.riskbudget.avro.RiskOverride;
import com.alphapulse.riskbudget.serde.SchemaHistory;
import com.alphapulse.riskbudget.serde.SchemaText;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SchemaCheckTest {

  private static final Map<String, Schema> OURS =
      Map.of(
          "order", OrderIntent.SCHEMA$,
          "price", MarketData.SCHEMA$,
          "portfolio", Portfolio.SCHEMA$,
          "report", ExecutionReport.SCHEMA$,
          "regime", RegimeChange.SCHEMA$,
          "override", RiskOverride.SCHEMA$);

  private static final String DECIMAL =
      "{'type':'bytes','logicalType':'decimal','precision':38,'scale':8}";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          # A field that the gate needs, gone or under another name.
          order     | {'name':'strategyId','type':'string'},=>                            | field strategyId is missing
          order     | 'name':'strategyId'=>'name':'strategy_id'                           | field strategyId is missing (strategy_id is another name)
          order     | 'name':'reduceOnly'=>'name':'reduce_only'                           | field reduceOnly is missing and would be read as false: reduce_only
          order     | 'name':'limitPrice'=>'name':'LimitPrice'                            | field limitPrice is missing and would be read as null: LimitPrice
          report    | {'name':'execId','type':'string'},=>                                | field execId is missing
          # Another scale, another unit, none.
          price     | 'scale':8=>'scale':4                                                | field price is written as bytes with a decimal of scale 4
          order     | 'scale':8=>'scale':9                                                | field limitPrice is written as bytes with a decimal of scale 9
          order     | timestamp-millis=>timestamp-micros                                  | field submittedAt is written as long with a timestamp-micros
          order     | timestamp-millis=>local-timestamp-millis                            | field submittedAt is written as long with a local-timestamp-millis
          order     | timestamp-millis=>timestamp_millis                                  | field submittedAt is written as long, and must be long with a timestamp-millis
          portfolio | 'scale':8=>'scale':2                                                | field hardLimits.
          override  | ,'logicalType':'timestamp-millis'=>                                 | field expiresAt is written as long,
          # Types that Avro promotes or does not, wrongly either way.
          order     | 'name':'orderId','type':'string'=>'name':'orderId','type':'bytes'   | field orderId is written as bytes, and must be string
          order     | 'name':'orderId','type':'string'=>'name':'orderId','type':'long'    | field orderId is written as long, and must be string
          order     | 'name':'quantity','type':DECIMAL=>'name':'quantity','type':'double' | field quantity is written as double
          order     | 'name':'quantity','type':DECIMAL=>'name':'quantity','type':'string' | field quantity is written as string
          order     | ['null',DECIMAL]=>['null','string']                                 | field limitPrice is written as string
          order     | ['null',DECIMAL]=>['null','double']                                 | field limitPrice may be written as double
          order     | 'name':'side','type':=>'name':'side','type':'string'},{'name':'x','type': | field side is written as string, and must be enum
          regime    | 'name':'confidence','type':'double'=>'name':'confidence','type':'long' | field confidence is written as long
          # Values that ours cannot hold.
          order     | 'MARKET','LIMIT'=>'MARKET','LIMIT','STOP'                           | field type may be STOP, which cannot be read
          price     | 'EQUITY',=>'EQUITY','CRYPTO',                                       | field assetClass may be CRYPTO, which would be read as OTHER
          override  | 'HALT',=>'HALT','PANIC',                                            | field action may be PANIC, which would be read as UNKNOWN
          order     | 'name':'strategyId','type':'string'=>'name':'strategyId','type':['null','string'] | field strategyId may be null
          # Enums of another namespace: to Avro's check they are the same, to its reader they are not.
          order     | 'namespace':'com.alphapulse.riskbudget.avro'=>'namespace':'com.example' | field side is written as enum com.example.Side
          # What a sender leaves out would mean another thing.
          order     | 'default':'EXACT'=>'default':'REDUCE_TO_FIT'                        | field sizing has the default REDUCE_TO_FIT, and must have EXACT
          order     | 'name':'reduceOnly','type':'boolean','default':false=>'name':'reduceOnly','type':'boolean','default':true | field reduceOnly has the default true, and must have false
          order     | 'name':'strategyId','type':'string'=>'name':'strategyId','type':'string','default':'main' | field strategyId has the default main, and must be given
          # Another record.
          order     | 'name':'OrderIntent'=>'name':'Order'                                | the record is com.alphapulse.riskbudget.avro.Order and not
          """)
  void shouldNameTheField_whenASchemaWouldBeMisread(String record, String change, String expected) {
    Schema ours = OURS.get(record);
    assertThat(SchemaCheck.of(ours, changed(ours, change)).objections())
        .isNotEmpty()
        .anySatisfy(objection -> assertThat(objection).contains(expected));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          # More than ours reads, or less than it has defaults for.
          order | 'fields':[=>'fields':[{'name':'desk','type':'string','default':''},
          order | 'fields':[=>'fields':[{'name':'desk','type':'string'},
          order | ,{'name':'reduceOnly','type':'boolean','default':false}=>
          price | ,{'name':'bid','type':['null',DECIMAL],'default':null}=>
          # Other words for the same.
          order | 'type':'string'=>'type':{'type':'string','logicalType':'uuid'}
          order | 'precision':38=>'precision':20
          order | 'MARKET','LIMIT'=>'MARKET'
          order | ['null',DECIMAL],'default':null=>DECIMAL
          order | 'default':'EXACT'=>'doc':'none'
          regime | 'name':'confidence','type':'double'=>'name':'confidence','type':'float'
          """)
  void shouldFindNothing_whenTheMeaningIsTheSame(String record, String change) {
    Schema ours = OURS.get(record);
    assertThat(SchemaCheck.of(ours, changed(ours, change)).objections()).isEmpty();
  }

  @Test
  void shouldReadTheRest_whenOnlyCertainValuesCannotBeRead() {
    SchemaCheck check =
        SchemaCheck.of(
            OrderIntent.SCHEMA$,
            changed(OrderIntent.SCHEMA$, "'MARKET','LIMIT'=>'MARKET','LIMIT','STOP'"));
    assertThat(check.misreadings()).isEmpty();
    assertThat(check.unreadableValues()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"'string'", "['null','string']", "{'type':'array','items':'int'}"})
  void shouldSaySo_whenItIsNoRecord(String schema) {
    assertThat(SchemaCheck.of(OrderIntent.SCHEMA$, parse(schema)).misreadings())
        .singleElement()
        .asString()
        .startsWith("the record is a bare ");
  }

  @Test
  void shouldFindNothing_whenARecordIsHeldAgainstItsOwnHistory() {
    for (Schema ours : OURS.values()) {
      List<Schema> versions = SchemaHistory.versions(ours.getName());
      assertThat(versions).isNotEmpty();
      for (Schema version : versions) {
        assertThat(SchemaCheck.of(ours, version).objections()).isEmpty();
      }
    }
  }

  @Test
  void shouldEnd_whenARecordContainsItself() {
    Schema node =
        parse(
            "{'type':'record','name':'Node','fields':["
                + "{'name':'next','type':['null','Node']},{'name':'x','type':'int'}]}");
    assertThat(SchemaCheck.of(node, node).objections()).isEmpty();
  }

  /** Ours without documentation, with one piece of text in place of another. */
  private static Schema changed(Schema ours, String change) {
    String text =
        SchemaText.portable(ours)
            .toString()
            .replaceAll(",\"doc\":\"(\\\\\"|[^\"])*\"", "")
            .replace('"', '\'');
    String[] sides = change.replace("DECIMAL", DECIMAL).split("=>", -1);
    assertThat(text).contains(sides[0]);
    return parse(text.replace(sides[0], sides[1]));
  }

  private static Schema parse(String text) {
    return new Schema.Parser().parse(text.replace('\'', '"'));
  }
}
