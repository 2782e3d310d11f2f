package com.alphapulse.riskbudget.serde;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.alphapulse.riskbudget.avro.OrderIntent;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Random;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class BoundedDecoderTest {
  private static final String TOPIC = "any";
  private static final int ROUNDS = 5_000;

  /** What {@link AvroSerde} takes for an unreadable record. */
  private static final Class<?>[] KINDS = {IOException.class, RuntimeException.class};

  static List<Class<? extends SpecificRecord>> types() {
    return SampleRecords.types();
  }

  /** Five bytes of junk could ask for two gigabytes. */
  @ParameterizedTest
  @ValueSource(longs = {Integer.MAX_VALUE, 1_500_000_000, Long.MAX_VALUE, Long.MIN_VALUE, -1})
  void shouldRefuseTheLength_whenTheRecordCannotHoldIt(long length) throws IOException {
    BoundedDecoder decoder = new BoundedDecoder();
    byte[] bytes = encoded(out -> out.writeLong(length));

    decoder.read(bytes, 0, bytes.length);
    assertThatThrownBy(decoder::readString).isInstanceOf(IOException.class);
    decoder.read(bytes, 0, bytes.length);
    assertThatThrownBy(() -> decoder.readBytes(null)).isInstanceOf(IOException.class);
    byte[] blocks = encoded(out -> writeTwice(out, length));
    decoder.read(blocks, 0, blocks.length);
    assertThatThrownBy(decoder::readArrayStart).isInstanceOfAny(KINDS);
    decoder.read(blocks, 0, blocks.length);
    assertThatThrownBy(decoder::readMapStart).isInstanceOfAny(KINDS);
    decoder.read(blocks, 0, blocks.length);
    assertThatThrownBy(decoder::skipArray).isInstanceOfAny(KINDS);
  }

  @ParameterizedTest
  @CsvSource({"32, false", "32, true", "33, false", "33, true", "66000, true", "1000000, false"})
  void shouldReadALongDecimalAsTheLargest_whateverItsDigits(int length, boolean negative)
      throws IOException {
    byte[] digits = new byte[length];
    new Random(1).nextBytes(digits);
    digits[0] = (byte) (negative ? 0x81 : 0x71);
    byte[] bytes =
        encoded(
            out -> {
              out.writeBytes(digits);
              out.writeInt(7);
            });
    BoundedDecoder decoder = new BoundedDecoder();
    decoder.read(bytes, 0, bytes.length);

    ByteBuffer read = decoder.readBytes(null);

    assertThat(read.remaining()).isEqualTo(BoundedDecoder.MAX_DECIMAL_BYTES);
    assertThat(read.get(0) < 0).isEqualTo(negative);
    assertThat(decoder.readInt()).isEqualTo(7);
    assertThat(decoder.isEnd()).isTrue();
  }

  @ParameterizedTest
  @MethodSource("types")
  void shouldReadOrRefuse_whenBytesAreJunkOrDamaged(Class<? extends SpecificRecord> type) {
    survive(type);
  }

  private <T extends SpecificRecord> void survive(Class<T> type) {
    AvroSerde<T> serde = AvroSerde.of(type, new InMemorySchemaRegistry());
    SampleRecords samples = new SampleRecords(7);
    Random random = new Random(7);
    byte[] good = serde.serializer().serialize(TOPIC, samples.next(type));
    for (int i = 0; i < ROUNDS; i++) {
      byte[] bad = good.clone();
      if (i % 2 == 0) {
        random.nextBytes(bad);
        System.arraycopy(good, 0, bad, 0, WireFormat.HEADER_LENGTH);
      } else {
        bad[WireFormat.HEADER_LENGTH + random.nextInt(bad.length - WireFormat.HEADER_LENGTH)] ^=
            (byte) (1 << random.nextInt(8));
      }
      try {
        serde.deserializer().deserialize(TOPIC, bad);
      } catch (SerializationException e) {
        assertThat(e).hasMessageContaining("cannot be read as");
      }
    }
  }

  @Test
  void shouldStillReadTheRest_whenADecimalIsLong() throws IOException {
    AvroSerde<OrderIntent> serde = AvroSerde.of(OrderIntent.class, new InMemorySchemaRegistry());
    OrderIntent intent = new SampleRecords(3).next(OrderIntent.class);
    byte[] header = serde.serializer().serialize(TOPIC, intent);
    byte[] body =
        encoded(
            out -> {
              out.writeString("o1");
              out.writeString("p1");
              out.writeString("s");
              out.writeString("A");
              out.writeEnum(0);
              out.writeBytes(new byte[66_000]);
              out.writeEnum(0);
              out.writeIndex(0);
              out.writeEnum(0);
              out.writeBoolean(false);
              out.writeEnum(0);
              out.writeLong(0);
            });
    byte[] record = new byte[WireFormat.HEADER_LENGTH + body.length];
    System.arraycopy(header, 0, record, 0, WireFormat.HEADER_LENGTH);
    System.arraycopy(body, 0, record, WireFormat.HEADER_LENGTH, body.length);

    OrderIntent read = serde.deserializer().deserialize(TOPIC, record);

    assertThat(read.getOrderId()).isEqualTo("o1");
    assertThat(read.getQuantity().precision()).isEqualTo(77);
  }

  private interface Body {
    void to(BinaryEncoder out) throws IOException;
  }

  /** A block's count below 0 is followed by its size. */
  private static void writeTwice(BinaryEncoder out, long length) throws IOException {
    out.writeLong(length);
    out.writeLong(length);
  }

  private static byte[] encoded(Body body) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(bytes, null);
    body.to(encoder);
    encoder.flush();
    return bytes.toByteArray();
  }
}
