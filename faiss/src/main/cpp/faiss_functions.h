// What Java sees of FAISS: an index is a number, vectors are float arrays, and a vector's slot is the count of those added before it.
#pragma once

#include <algorithm>
#include <cerrno>
#include <cstdint>
#include <cstdio>
#include <cstring>
#include <functional>
#include <memory>
#include <queue>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include <omp.h>

#include <faiss/IndexFlat.h>
#include <faiss/IndexHNSW.h>
#include <faiss/index_io.h>

namespace faiss {

// Debian compiles FAISS for the first x86-64, so its inner product adds floats one by one. The loader picks among these
// what the processor can do.
typedef float lanes __attribute__((vector_size(64), aligned(4), may_alias));

__attribute__((target_clones("arch=x86-64-v4", "arch=x86-64-v3", "default")))
float fvec_inner_product(const float* x, const float* y, size_t d) {
  const size_t width = 16;
  lanes even{}, odd{};
  size_t i = 0;
  for (; i + 2 * width <= d; i += 2 * width) {
    even += *reinterpret_cast<const lanes*>(x + i) * *reinterpret_cast<const lanes*>(y + i);
    odd += *reinterpret_cast<const lanes*>(x + i + width) * *reinterpret_cast<const lanes*>(y + i + width);
  }
  even += odd;
  float sum = 0;
  for (size_t lane = 0; lane < width; lane++) sum += even[lane];
  for (; i < d; i++) sum += x[i] * y[i];
  return sum;
}

}  // namespace faiss

namespace ratchet {

inline faiss::Index* indexOf(int64_t handle) { return reinterpret_cast<faiss::Index*>(handle); }

inline int64_t handleOf(std::unique_ptr<faiss::Index> index) { return reinterpret_cast<int64_t>(index.release()); }

inline faiss::IndexHNSW* graphOf(int64_t handle) { return dynamic_cast<faiss::IndexHNSW*>(indexOf(handle)); }

// The vectors themselves, which a graph keeps beside its links.
inline faiss::IndexFlat* vectorsOf(faiss::Index* index) {
  auto* graph = dynamic_cast<faiss::IndexHNSW*>(index);
  return dynamic_cast<faiss::IndexFlat*>(graph ? graph->storage : index);
}

inline int64_t makeFlat(int dimensions) { return handleOf(std::make_unique<faiss::IndexFlatIP>(dimensions)); }

inline int64_t makeGraph(int dimensions, int neighbours, int efConstruction) {
  auto graph = std::make_unique<faiss::IndexHNSWFlat>(dimensions, neighbours, faiss::METRIC_INNER_PRODUCT);
  graph->hnsw.efConstruction = efConstruction;
  return handleOf(std::move(graph));
}

inline void destroy(int64_t handle) { delete indexOf(handle); }

inline int dimensions(int64_t handle) { return indexOf(handle)->d; }

inline int size(int64_t handle) { return static_cast<int>(indexOf(handle)->ntotal); }

inline bool isGraph(int64_t handle) { return graphOf(handle) != nullptr; }

inline void add(int64_t handle, int count, const float* vectors, int threads) {
  omp_set_num_threads(threads);
  indexOf(handle)->add(count, vectors);
}

inline void vectorAt(int64_t handle, int slot, float* vector) { indexOf(handle)->reconstruct(slot, vector); }

typedef std::pair<float, int> Scored;

// The slots that a search has come by, a bit each.
class Visited {
 public:
  explicit Visited(size_t slots) : words((slots + 63) / 64) {}

  bool firstTime(int slot) {
    uint64_t& word = words[slot / 64];
    const uint64_t bit = uint64_t{1} << slot % 64;
    const bool first = !(word & bit);
    word |= bit;
    return first;
  }

 private:
  std::vector<uint64_t> words;
};

// A search in FAISS's graph, as Malkov and Yashunin describe it. FAISS's own waits for the memory at each vector that it
// compares; this one asks for the next while it computes.
class GraphSearch {
 public:
  GraphSearch(const faiss::IndexHNSW& index, const float* query)
      : graph(index.hnsw), vectors(*dynamic_cast<const faiss::IndexFlat*>(index.storage)), query(query) {}

  int nearest(int most, int efSearch, float* products, int64_t* slots) const {
    if (vectors.ntotal == 0) return 0;
    auto found = fromBottom(entry(), std::max(most, efSearch));
    while (static_cast<int>(found.size()) > most) found.pop();
    const int count = static_cast<int>(found.size());
    for (int i = count - 1; i >= 0; i--, found.pop()) {
      products[i] = found.top().first;
      slots[i] = found.top().second;
    }
    return count;
  }

 private:
  typedef std::priority_queue<Scored> BestFirst;
  typedef std::priority_queue<Scored, std::vector<Scored>, std::greater<Scored>> WorstFirst;

  const faiss::HNSW& graph;
  const faiss::IndexFlat& vectors;
  const float* query;

  const float* at(int slot) const { return vectors.get_xb() + static_cast<size_t>(slot) * vectors.d; }

  float product(int slot) const { return faiss::fvec_inner_product(query, at(slot), vectors.d); }

  void fetch(int slot) const {
    const size_t line = 64 / sizeof(float);
    for (const float* part = at(slot); part < at(slot + 1); part += line) __builtin_prefetch(part);
  }

  // Greedily through the sparse levels above.
  Scored entry() const {
    Scored best(product(graph.entry_point), graph.entry_point);
    for (int level = graph.max_level; level > 0; level--) {
      for (bool nearer = true; nearer;) {
        nearer = false;
        const int from = best.second;
        forNeighbours(from, level, [&](int slot) {
          const Scored scored(product(slot), slot);
          if (scored.first > best.first) {
            best = scored;
            nearer = true;
          }
        });
      }
    }
    return best;
  }

  WorstFirst fromBottom(Scored entry, int candidates) const {
    Visited visited(vectors.ntotal);
    visited.firstTime(entry.second);
    BestFirst open;
    WorstFirst found;
    open.push(entry);
    found.push(entry);
    std::vector<int> next;
    while (!open.empty() && (static_cast<int>(found.size()) < candidates || open.top().first >= found.top().first)) {
      const int from = open.top().second;
      open.pop();
      next.clear();
      forNeighbours(from, 0, [&](int slot) {
        if (visited.firstTime(slot)) next.push_back(slot);
      });
      if (!next.empty()) fetch(next[0]);
      for (size_t i = 0; i < next.size(); i++) {
        if (i + 1 < next.size()) fetch(next[i + 1]);
        const Scored scored(product(next[i]), next[i]);
        if (static_cast<int>(found.size()) == candidates) {
          if (scored.first <= found.top().first) continue;
          found.pop();
        }
        found.push(scored);
        open.push(scored);
      }
    }
    return found;
  }

  template <typename Action>
  void forNeighbours(int slot, int level, Action action) const {
    size_t begin, end;
    graph.neighbor_range(slot, level, &begin, &end);
    for (size_t i = begin; i < end && graph.neighbors[i] >= 0; i++) action(graph.neighbors[i]);
  }
};

// Returns how many there are, at most as many as there are vectors.
inline int search(int64_t handle, const float* query, int most, int efSearch, float* products, int64_t* slots) {
  if (const faiss::IndexHNSW* graph = graphOf(handle)) {
    return GraphSearch(*graph, query).nearest(most, efSearch, products, slots);
  }
  omp_set_num_threads(1);
  indexOf(handle)->search(1, query, most, products, slots);
  return most;
}

inline void products(int64_t handle, const float* query, int count, const int* slots, float* products) {
  faiss::IndexFlat* vectors = vectorsOf(indexOf(handle));
  const size_t d = vectors->d;
  const float* first = vectors->get_xb();
  for (int i = 0; i < count; i++) products[i] = faiss::fvec_inner_product(query, first + slots[i] * d, d);
}

struct File {
  std::FILE* stream;
  File(const char* name, const char* mode) : stream(std::fopen(name, mode)) {
    if (!stream) throw std::runtime_error(std::string(name) + ": " + std::strerror(errno));
  }
  ~File() { if (stream) std::fclose(stream); }
  void close() {
    std::FILE* open = stream;
    stream = nullptr;
    if (std::fclose(open) != 0) throw std::runtime_error(std::strerror(errno));
  }
};

inline void appendTo(int64_t handle, const char* name) {
  File file(name, "ab");
  faiss::write_index(indexOf(handle), file.stream);
  file.close();
}

inline int64_t readFrom(const char* name, int64_t offset) {
  File file(name, "rb");
  if (fseeko(file.stream, offset, SEEK_SET) != 0) throw std::runtime_error(std::strerror(errno));
  std::unique_ptr<faiss::Index> index(faiss::read_index(file.stream));
  if (!vectorsOf(index.get()) || index->metric_type != faiss::METRIC_INNER_PRODUCT) {
    throw std::runtime_error("an index of another kind");
  }
  return handleOf(std::move(index));
}

}  // namespace ratchet
