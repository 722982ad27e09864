package dev.ratchet.assistant.memory;

import static dev.ratchet.assistant.memory.LexicalDocument.AT;
import static dev.ratchet.assistant.memory.LexicalDocument.ID;
import static dev.ratchet.assistant.memory.LexicalDocument.NEARBY;
import static dev.ratchet.assistant.memory.LexicalDocument.OWN;
import static dev.ratchet.assistant.memory.LexicalDocument.PLACE;
import static dev.ratchet.assistant.memory.LexicalDocument.SESSION;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.lucene.document.LongPoint;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.NumericDocValues;
import org.apache.lucene.index.ReaderUtil;
import org.apache.lucene.index.SegmentInfos;
import org.apache.lucene.index.SortedDocValues;
import org.apache.lucene.index.Term;
import org.apache.lucene.index.TieredMergePolicy;
import org.apache.lucene.search.BooleanClause;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.SearcherManager;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.search.similarities.BM25Similarity;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.util.Bits;

/**
 * The words of one user's messages: Lucene's BM25 over each message alone and with what was said
 * around it. Holds no text, only which words are in it. Writers on one platform thread at a time
 * (an interrupt would close Lucene's files), searches from any.
 */
final class LexicalIndex implements AutoCloseable {
  private static final String MARK = "mark";

  /** So many users' indexes may be open at once; what is more goes to disk earlier. */
  private static final double BUFFER_MIB = 8;

  private final RecallAnalyzer analyzer = new RecallAnalyzer();
  private final Directory directory;
  private final IndexWriter writer;
  private final SearcherManager searchers;

  private LexicalIndex(Directory directory) throws IOException {
    this.directory = directory;
    IndexWriterConfig config = new IndexWriterConfig(analyzer);
    config.setSimilarity(new BM25Similarity(1.2f, 0.75f));
    config.setRAMBufferSizeMB(BUFFER_MIB);
    config.setCommitOnClose(false);
    TieredMergePolicy merging = new TieredMergePolicy();
    // A removal leaves no trace: what is merged for it is every segment that holds some of it.
    merging.setForceMergeDeletesPctAllowed(0);
    config.setMergePolicy(merging);
    this.writer = new IndexWriter(directory, config);
    this.searchers = new SearcherManager(writer, null);
  }

  /**
   * @throws IOException when the folder holds something else or a damaged index
   */
  static LexicalIndex open(Path folder) throws IOException {
    Directory directory = FSDirectory.open(folder);
    try {
      return new LexicalIndex(directory);
    } catch (IOException | RuntimeException damaged) {
      directory.close();
      throw damaged instanceof IOException failure
          ? failure
          : new IOException("no index of words", damaged);
    }
  }

  /** What {@link #save} was given last; empty for a new index. */
  String mark() {
    for (Map.Entry<String, String> entry : writer.getLiveCommitData()) {
      if (entry.getKey().equals(MARK)) {
        return entry.getValue();
      }
    }
    return "";
  }

  /** The mark of an index that is not open; empty when there is none. */
  static String mark(Path folder) {
    try (Directory directory = FSDirectory.open(folder)) {
      return SegmentInfos.readLatestCommit(directory).getUserData().getOrDefault(MARK, "");
    } catch (IOException | IllegalArgumentException none) {
      return "";
    }
  }

  /** Replaces those with the same ids. */
  void put(Collection<MemoryEntry> entries) {
    unchecked(
        () -> {
          for (MemoryEntry entry : entries) {
            writer.updateDocument(new Term(ID, entry.id()), LexicalDocument.of(entry));
          }
        });
  }

  void remove(Collection<String> ids) {
    unchecked(
        () -> {
          for (String id : ids) {
            writer.deleteDocuments(new Term(ID, id));
          }
        });
  }

  void clear() {
    unchecked(writer::deleteAll);
  }

  /** Lets searches see what was put and removed. */
  void refresh() {
    unchecked(searchers::maybeRefreshBlocking);
  }

  /** Writes what was put and removed to disk, in one step. */
  void save(String mark) {
    unchecked(
        () -> {
          writer.setLiveCommitData(Map.of(MARK, mark).entrySet());
          writer.commit();
        });
  }

  /** Rewrites the files that still hold words of what was removed. */
  void purge(String mark) {
    unchecked(
        () -> {
          writer.forceMergeDeletes(true);
          save(mark);
          // Files that a searcher held go when it has moved on.
          refresh();
          writer.deleteUnusedFiles();
        });
  }

  /**
   * What both searches found.
   *
   * @param own scores by message id, of the message alone
   * @param nearby of the message with what was said around it
   */
  record Found(Map<String, Double> own, Map<String, Double> nearby) {}

  Found search(String text, RecallFilter filter, int most) {
    Set<String> stems = new HashSet<>();
    analyzer.words(text).forEach(word -> stems.add(word.stem()));
    return search(
        searcher ->
            new Found(
                search(searcher, OWN, stems, filter, most),
                search(searcher, NEARBY, stems, filter, most)));
  }

  private static Map<String, Double> search(
      IndexSearcher searcher, String field, Set<String> stems, RecallFilter filter, int most)
      throws IOException {
    Map<String, Double> scores = new LinkedHashMap<>();
    if (stems.isEmpty()) {
      return scores;
    }
    BooleanQuery.Builder words = new BooleanQuery.Builder();
    stems.stream()
        .limit(IndexSearcher.getMaxClauseCount() / 2)
        .forEach(
            stem -> words.add(new TermQuery(new Term(field, stem)), BooleanClause.Occur.SHOULD));
    ScoreDoc[] hits = searcher.search(narrowed(words.build(), filter), most).scoreDocs;
    for (ScoreDoc hit : hits) {
      scores.put(id(searcher, hit.doc), (double) hit.score);
    }
    return scores;
  }

  private static Query narrowed(Query words, RecallFilter filter) {
    BooleanQuery.Builder query = new BooleanQuery.Builder().add(words, BooleanClause.Occur.MUST);
    String sessionId = filter.sessionId();
    if (sessionId != null) {
      query.add(new TermQuery(new Term(SESSION, sessionId)), BooleanClause.Occur.FILTER);
    }
    if (filter.from() != null || filter.until() != null) {
      query.add(
          LongPoint.newRangeQuery(AT, filter.fromMillis(), filter.untilMillis() - 1),
          BooleanClause.Occur.FILTER);
    }
    return query.build();
  }

  private static String id(IndexSearcher searcher, int document) throws IOException {
    List<LeafReaderContext> leaves = searcher.getIndexReader().leaves();
    LeafReaderContext leaf = leaves.get(ReaderUtil.subIndex(document, leaves));
    SortedDocValues ids = leaf.reader().getSortedDocValues(ID);
    ids.advanceExact(document - leaf.docBase);
    return ids.lookupOrd(ids.ordValue()).utf8ToString();
  }

  /** Every message that is in the index, without its texts and vectors. */
  void each(Consumer<MemoryEntry> entries) {
    search(
        searcher -> {
          for (LeafReaderContext leaf : searcher.getIndexReader().leaves()) {
            each(leaf.reader(), entries);
          }
          return true;
        });
  }

  private static void each(LeafReader reader, Consumer<MemoryEntry> entries) throws IOException {
    SortedDocValues ids = reader.getSortedDocValues(ID);
    SortedDocValues sessions = reader.getSortedDocValues(SESSION);
    NumericDocValues places = reader.getNumericDocValues(PLACE);
    NumericDocValues times = reader.getNumericDocValues(AT);
    Bits live = reader.getLiveDocs();
    for (int i = 0; i < reader.maxDoc(); i++) {
      if ((live == null || live.get(i)) && ids.advanceExact(i)) {
        sessions.advanceExact(i);
        places.advanceExact(i);
        times.advanceExact(i);
        entries.accept(
            new MemoryEntry(
                ids.lookupOrd(ids.ordValue()).utf8ToString(),
                sessions.lookupOrd(sessions.ordValue()).utf8ToString(),
                places.longValue(),
                times.longValue(),
                "",
                "",
                null));
      }
    }
  }

  private interface Reading<T> {
    T read(IndexSearcher searcher) throws IOException;
  }

  private <T> T search(Reading<T> reading) {
    try {
      IndexSearcher searcher = searchers.acquire();
      try {
        return reading.read(searcher);
      } finally {
        searchers.release(searcher);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("the index of words cannot be read", e);
    }
  }

  private interface Writing {
    void write() throws IOException;
  }

  private static void unchecked(Writing writing) {
    try {
      writing.write();
    } catch (IOException e) {
      throw new UncheckedIOException("the index of words cannot be written", e);
    }
  }

  /** What was not saved is dropped. */
  @Override
  public void close() {
    unchecked(
        () -> {
          searchers.close();
          writer.rollback();
          directory.close();
          analyzer.close();
        });
  }
}
