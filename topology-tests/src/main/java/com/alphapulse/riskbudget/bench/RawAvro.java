package com.alphapulse.riskbudget.bench;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificRecord;

/** Writes records as a careless client may: no decimal is too large for it. */
public final class RawAvro {
  private static final int HEADER = 5;

  private RawAvro() {}

  /** A message in the registry's wire format. */
  public static byte[] message(int schemaId, SpecificRecord record) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.writeBytes(ByteBuffer.allocate(HEADER).put((byte) 0).putInt(schemaId).array());
    BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(bytes, null);
    try {
      write(record.getSchema(), record, encoder);
      encoder.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private static void write(Schema schema, Object value, BinaryEncoder out) throws IOException {
    switch (schema.getType()) {
      case RECORD -> {
        for (Schema.Field field : schema.getFields()) {
          write(field.schema(), ((SpecificRecord) value).get(field.pos()), out);
        }
      }
      case UNION -> {
        int branch = branch(schema, value);
        out.writeIndex(branch);
        write(schema.getTypes().get(branch), value, out);
      }
      case STRING -> out.writeString((String) value);
      case BYTES -> out.writeBytes(((BigDecimal) value).unscaledValue().toByteArray());
      case DOUBLE -> out.writeDouble((Double) value);
      case INT -> out.writeInt((Integer) value);
      case LONG -> out.writeLong(value instanceof Instant t ? t.toEpochMilli() : (Long) value);
      case BOOLEAN -> out.writeBoolean((Boolean) value);
      case ENUM -> out.writeEnum(schema.getEnumOrdinal(value.toString()));
      case ARRAY -> {
        out.writeArrayStart();
        out.setItemCount(((List<?>) value).size());
        for (Object item : (List<?>) value) {
          out.startItem();
          write(schema.getElementType(), item, out);
        }
        out.writeArrayEnd();
      }
      case MAP -> {
        out.writeMapStart();
        out.setItemCount(((Map<?, ?>) value).size());
        for (Map.Entry<?, ?> entry : ((Map<?, ?>) value).entrySet()) {
          out.startItem();
          out.writeString((String) entry.getKey());
          write(schema.getValueType(), entry.getValue(), out);
        }
        out.writeMapEnd();
      }
      case NULL -> out.writeNull();
      default -> throw new IllegalArgumentException(schema.toString());
    }
  }

  private static int branch(Schema union, Object value) {
    for (int i = 0; i < union.getTypes().size(); i++) {
      if ((union.getTypes().get(i).getType() == Schema.Type.NULL) == (value == null)) {
        return i;
      }
    }
    throw new IllegalArgumentException("no branch of " + union + " for " + value);
  }
}
