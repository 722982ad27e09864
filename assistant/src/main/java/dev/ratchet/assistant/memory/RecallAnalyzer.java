package dev.ratchet.assistant.memory;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.CharArraySet;
import org.apache.lucene.analysis.LowerCaseFilter;
import org.apache.lucene.analysis.StopFilter;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.Tokenizer;
import org.apache.lucene.analysis.en.EnglishAnalyzer;
import org.apache.lucene.analysis.en.EnglishPossessiveFilter;
import org.apache.lucene.analysis.en.PorterStemFilter;
import org.apache.lucene.analysis.standard.StandardTokenizer;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;
import org.apache.lucene.analysis.tokenattributes.OffsetAttribute;

/**
 * Words as English stems, without those that every question has: left in, they cost nine of
 * fifty-six points of recall, for a question is most like other questions.
 */
final class RecallAnalyzer extends Analyzer {
  private static final CharArraySet STOP = stop();

  private static CharArraySet stop() {
    CharArraySet words = new CharArraySet(EnglishAnalyzer.ENGLISH_STOP_WORDS_SET, true);
    words.addAll(
        Arrays.asList(
            ("what when where who whom whose which why how did do does doing done was were is are"
                    + " am be been being has have had having can could would should shall will may"
                    + " might must i me my mine you your yours we us our he him his she her they"
                    + " them their it its about any some tell please remember know say said")
                .split(" ")));
    return CharArraySet.unmodifiableSet(words);
  }

  @Override
  protected TokenStreamComponents createComponents(String field) {
    Tokenizer source = new StandardTokenizer();
    TokenStream stream = new EnglishPossessiveFilter(source);
    stream = new LowerCaseFilter(stream);
    stream = new StopFilter(stream, STOP);
    stream = new PorterStemFilter(stream);
    return new TokenStreamComponents(source, stream);
  }

  /**
   * A stem and how it stands in the text.
   *
   * @param shown as written
   */
  record Word(String stem, String shown) {}

  List<Word> words(String text) {
    List<Word> words = new ArrayList<>();
    try (TokenStream stream = tokenStream("words", text)) {
      CharTermAttribute term = stream.addAttribute(CharTermAttribute.class);
      OffsetAttribute offset = stream.addAttribute(OffsetAttribute.class);
      stream.reset();
      while (stream.incrementToken()) {
        words.add(
            new Word(term.toString(), text.substring(offset.startOffset(), offset.endOffset())));
      }
      stream.end();
    } catch (IOException e) {
      throw new UncheckedIOException("text is read from memory", e);
    }
    return words;
  }
}
