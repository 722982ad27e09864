package dev.ratchet.faiss;

import dev.langchain4j.data.document.Metadata;
import dev.langchain4j.data.segment.TextSegment;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/** Entries as bytes. Lengths are not checked when reading: a checksum was. */
final class EntryCodec {
  private static final byte END_OF_SLOT = 0;
  private static final byte WITHOUT_SEGMENT = 1;
  private static final byte WITH_SEGMENT = 2;

  private EntryCodec() {}

  static void write(DataOutputStream out, Entries entries) throws IOException {
    out.writeInt(entries.slots());
    for (int slot = 0; slot < entries.slots(); slot++) {
      for (Entry entry = entries.at(slot); entry != null; entry = entry.twin) {
        write(out, entry);
      }
      out.writeByte(END_OF_SLOT);
    }
  }

  private static void write(DataOutputStream out, Entry entry) throws IOException {
    TextSegment segment = entry.segment;
    out.writeByte(segment == null ? WITHOUT_SEGMENT : WITH_SEGMENT);
    write(out, entry.id);
    out.writeFloat(entry.length);
    out.writeInt(entry.hash);
    if (segment != null) {
      write(out, segment.text());
      Map<String, Object> metadata = segment.metadata().toMap();
      out.writeInt(metadata.size());
      for (Map.Entry<String, Object> pair : metadata.entrySet()) {
        write(out, pair.getKey());
        writeValue(out, pair.getValue());
      }
    }
  }

  static Entries read(DataInputStream in) throws IOException {
    Entries entries = new Entries();
    int slots = in.readInt();
    for (int slot = 0; slot < slots; slot++) {
      for (byte kind = in.readByte(); kind != END_OF_SLOT; kind = in.readByte()) {
        Entry entry = readEntry(in, kind == WITH_SEGMENT);
        if (entries.slots() == slot) {
          entries.append(entry);
        } else {
          entries.join(entry, slot);
        }
      }
      if (entries.slots() == slot) {
        entries.appendTombstone();
      }
    }
    return entries;
  }

  private static Entry readEntry(DataInputStream in, boolean withSegment) throws IOException {
    String id = readText(in);
    float length = in.readFloat();
    int hash = in.readInt();
    return new Entry(id, length, hash, withSegment ? readSegment(in) : null);
  }

  private static TextSegment readSegment(DataInputStream in) throws IOException {
    String text = readText(in);
    Map<String, Object> metadata = new HashMap<>();
    int size = in.readInt();
    for (int i = 0; i < size; i++) {
      metadata.put(readText(in), readValue(in));
    }
    return TextSegment.from(text, Metadata.from(metadata));
  }

  private static void writeValue(DataOutputStream out, Object value) throws IOException {
    switch (value) {
      case String text -> {
        out.writeByte('s');
        write(out, text);
      }
      case UUID id -> {
        out.writeByte('u');
        out.writeLong(id.getMostSignificantBits());
        out.writeLong(id.getLeastSignificantBits());
      }
      case Integer number -> {
        out.writeByte('i');
        out.writeInt(number);
      }
      case Long number -> {
        out.writeByte('l');
        out.writeLong(number);
      }
      case Float number -> {
        out.writeByte('f');
        out.writeFloat(number);
      }
      case Double number -> {
        out.writeByte('d');
        out.writeDouble(number);
      }
      default -> throw new IOException("metadata cannot be a " + value.getClass().getName());
    }
  }

  private static Object readValue(DataInputStream in) throws IOException {
    byte kind = in.readByte();
    return switch (kind) {
      case 's' -> readText(in);
      case 'u' -> new UUID(in.readLong(), in.readLong());
      case 'i' -> in.readInt();
      case 'l' -> in.readLong();
      case 'f' -> in.readFloat();
      case 'd' -> in.readDouble();
      default -> throw new IOException("metadata of the unknown kind " + kind);
    };
  }

  static void write(DataOutputStream out, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  static String readText(DataInputStream in) throws IOException {
    return new String(in.readNBytes(in.readInt()), StandardCharsets.UTF_8);
  }
}
