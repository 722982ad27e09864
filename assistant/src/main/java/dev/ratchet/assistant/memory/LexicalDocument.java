package dev.ratchet.assistant.memory;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.FieldType;
import org.apache.lucene.document.LongPoint;
import org.apache.lucene.document.NumericDocValuesField;
import org.apache.lucene.document.SortedDocValuesField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.index.IndexOptions;
import org.apache.lucene.util.BytesRef;

/** A message as Lucene has it: which words are in it, and no text. */
final class LexicalDocument {
  static final String ID = "id";
  static final String SESSION = "session";
  static final String PLACE = "place";
  static final String AT = "at";

  /** The words of the message. */
  static final String OWN = "own";

  /** Its words and those of the messages beside it. */
  static final String NEARBY = "nearby";

  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("EEEE d MMMM yyyy", Locale.ENGLISH).withZone(ZoneOffset.UTC);

  /** No positions and nothing stored: enough for BM25. */
  private static final FieldType WORDS = words();

  private LexicalDocument() {}

  private static FieldType words() {
    FieldType type = new FieldType();
    type.setIndexOptions(IndexOptions.DOCS_AND_FREQS);
    type.setTokenized(true);
    type.freeze();
    return type;
  }

  static Document of(MemoryEntry entry) {
    Document document = new Document();
    document.add(new StringField(ID, entry.id(), Field.Store.NO));
    document.add(new SortedDocValuesField(ID, new BytesRef(entry.id())));
    document.add(new StringField(SESSION, entry.sessionId(), Field.Store.NO));
    document.add(new SortedDocValuesField(SESSION, new BytesRef(entry.sessionId())));
    document.add(new NumericDocValuesField(PLACE, entry.place()));
    document.add(new LongPoint(AT, entry.atMillis()));
    document.add(new NumericDocValuesField(AT, entry.atMillis()));
    // People ask for "the one in March": the date is a word like others.
    String date = DATE.format(Instant.ofEpochMilli(entry.atMillis()));
    document.add(new Field(OWN, date + "\n" + entry.text(), WORDS));
    document.add(new Field(NEARBY, date + "\n" + entry.text() + "\n" + entry.nearby(), WORDS));
    return document;
  }
}
