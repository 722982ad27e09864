package dev.ratchet.benchmark.vectors;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.apache.lucene.codecs.KnnVectorsFormat;
import org.apache.lucene.codecs.lucene104.Lucene104Codec;
import org.apache.lucene.codecs.lucene99.Lucene99HnswVectorsFormat;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.KnnFloatVectorField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.KnnFloatVectorQuery;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;
import org.jspecify.annotations.Nullable;

/** Lucene's HNSW in one segment, with as many links and candidates as FAISS has. */
final class LuceneEngine implements Engine {
  private static final int NEIGHBOURS = 32;
  private static final int CONSTRUCTION = 100;
  private static final int CANDIDATES = 64;

  private final Directory directory;
  private @Nullable DirectoryReader reader;

  LuceneEngine(Path folder) throws IOException {
    directory = FSDirectory.open(Files.createDirectories(folder));
  }

  @Override
  public String name() {
    return "Lucene HNSW";
  }

  @Override
  public void build(List<float[]> vectors) throws IOException {
    IndexWriterConfig config =
        new IndexWriterConfig()
            .setOpenMode(IndexWriterConfig.OpenMode.CREATE)
            .setRAMBufferSizeMB(1_500)
            .setCodec(
                new Lucene104Codec() {
                  @Override
                  public KnnVectorsFormat getKnnVectorsFormatForField(String field) {
                    return new Lucene99HnswVectorsFormat(NEIGHBOURS, CONSTRUCTION);
                  }
                });
    try (IndexWriter writer = new IndexWriter(directory, config)) {
      for (float[] vector : vectors) {
        Document document = new Document();
        document.add(new KnnFloatVectorField("v", vector, VectorSimilarityFunction.DOT_PRODUCT));
        writer.addDocument(document);
      }
      writer.forceMerge(1);
    }
    reader = DirectoryReader.open(directory);
  }

  @Override
  public int[] search(float[] query, int most) throws IOException {
    IndexSearcher searcher = new IndexSearcher(Objects.requireNonNull(reader, "not built"));
    return Arrays.stream(
            searcher.search(new KnnFloatVectorQuery("v", query, CANDIDATES), most).scoreDocs)
        .mapToInt(found -> found.doc)
        .toArray();
  }

  @Override
  public void close() throws IOException {
    if (reader != null) {
      reader.close();
    }
    directory.close();
  }
}
