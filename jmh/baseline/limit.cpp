// The speed to reach: AVX-512 kernels written by hand. Rows of x lie in the lanes; y is read as broadcasts. Everything
// that can be known in advance is: dimensions, widths and blocks are template parameters, chosen by measurement.
//
// Not to be compiled with -ffast-math, which removes the rounding by which exp is computed.
#include "baseline.h"

#ifdef __AVX512F__
#include <immintrin.h>

#include <algorithm>
#include <cmath>
#include <limits>

namespace {

using Vector = __m512;
constexpr int LANES = 16;
constexpr float LOG2_E = 0x1.715476p+0f;
constexpr float LN_2 = 0x1.62e42fp-1f;

inline Vector all(float value) { return _mm512_set1_ps(value); }

// 2^t over the whole range, infinities and NaN included, within 2 ulp: t = n + r with n whole and |r| <= 1/2; 2^r is a
// minimax polynomial of degree 5.
inline Vector exp2(Vector t) {
  const Vector n = _mm512_roundscale_ps(t, _MM_FROUND_TO_NEAREST_INT | _MM_FROUND_NO_EXC);
  const Vector r = _mm512_sub_ps(t, n);
  Vector p = _mm512_fmadd_ps(all(0x1.5bd97cp-10f), r, all(0x1.3ce8b2p-7f));
  p = _mm512_fmadd_ps(p, r, all(0x1.c6b6dap-5f));
  p = _mm512_fmadd_ps(p, r, all(0x1.ebf9c2p-3f));
  p = _mm512_fmadd_ps(p, r, all(0x1.62e42ap-1f));
  p = _mm512_fmadd_ps(p, r, all(1.0f));
  return _mm512_scalef_ps(p, n);
}

// A block of rows, component by component, so that a component of all rows is some vectors. Rows beyond the last one
// repeat it.
template <int D, int VECTORS>
struct Rows {
  static constexpr int COUNT = VECTORS * LANES;
  alignas(64) float values[D * COUNT];

  Rows(const float* x, int64_t first, int64_t rows) {
    for (int i = 0; i < COUNT; i++) {
      const float* row = x + std::min(first + i, rows - 1) * D;
      for (int k = 0; k < D; k++) values[k * COUNT + i] = row[k];
    }
  }

  Vector vector(int component, int u) const { return _mm512_load_ps(values + component * COUNT + u * LANES); }
};

// Calls block(first row) for each block of rows.
template <typename Block>
void forBlocks(int threads, int64_t rows, int blockRows, Block block) {
  const int64_t blocks = (rows + blockRows - 1) / blockRows;
#pragma omp parallel for schedule(dynamic, 1) num_threads(threads)
  for (int64_t b = 0; b < blocks; b++) block(b * blockRows);
}

// Writes the rows of a block that exist.
template <int VECTORS>
void store(const Vector (&values)[VECTORS], int64_t first, int64_t rows, int stride, float* result) {
  alignas(64) float lanes[VECTORS * LANES];
  for (int u = 0; u < VECTORS; u++) _mm512_store_ps(lanes + u * LANES, values[u]);
  for (int i = 0; i < VECTORS * LANES && first + i < rows; i++) result[(first + i) * stride] = lanes[i];
}

// Sums of many columns are sums of the sums of tiles: a running sum of floats would lose digits.
constexpr int64_t TILE = 1024;

template <int VECTORS>
void gaussian3(int threads, int64_t rows, int64_t columns, float gamma, const float* x, const float* y, const float* b,
               float* result) {
  forBlocks(threads, rows, VECTORS * LANES, [=](int64_t first) {
    const Rows<3, VECTORS> block(x, first, rows);
    const Vector scale = all(-gamma * LOG2_E);
    Vector x0[VECTORS], x1[VECTORS], x2[VECTORS], total[VECTORS];
    for (int u = 0; u < VECTORS; u++) {
      x0[u] = block.vector(0, u);
      x1[u] = block.vector(1, u);
      x2[u] = block.vector(2, u);
      total[u] = _mm512_setzero_ps();
    }
    for (int64_t tile = 0; tile < columns; tile += TILE) {
      Vector sum[VECTORS];
      for (int u = 0; u < VECTORS; u++) sum[u] = _mm512_setzero_ps();
      const int64_t end = std::min(tile + TILE, columns);
      for (int64_t j = tile; j < end; j++) {
        const Vector y0 = all(y[3 * j]), y1 = all(y[3 * j + 1]), y2 = all(y[3 * j + 2]), weight = all(b[j]);
#pragma GCC unroll 8
        for (int u = 0; u < VECTORS; u++) {
          const Vector d0 = _mm512_sub_ps(x0[u], y0), d1 = _mm512_sub_ps(x1[u], y1), d2 = _mm512_sub_ps(x2[u], y2);
          const Vector square = _mm512_fmadd_ps(d2, d2, _mm512_fmadd_ps(d1, d1, _mm512_mul_ps(d0, d0)));
          sum[u] = _mm512_fmadd_ps(exp2(_mm512_mul_ps(square, scale)), weight, sum[u]);
        }
      }
      for (int u = 0; u < VECTORS; u++) total[u] = _mm512_add_ps(total[u], sum[u]);
    }
    store(total, first, rows, 1, result);
  });
}

// The largest exponent so far is kept with the sum and moves only when a new one is larger by 2^60: then no term can
// overflow, and the branch is hardly ever taken.
template <int VECTORS>
void logSumExp3(int threads, int64_t rows, int64_t columns, float gamma, const float* x, const float* y,
                float* result) {
  constexpr float ROOM = 60;
  constexpr float NOTHING = -std::numeric_limits<float>::infinity();
  forBlocks(threads, rows, VECTORS * LANES, [=](int64_t first) {
    const Rows<3, VECTORS> block(x, first, rows);
    const Vector scale = all(-gamma * LOG2_E);
    Vector x0[VECTORS], x1[VECTORS], x2[VECTORS], sum[VECTORS], shift[VECTORS], limit[VECTORS];
    for (int u = 0; u < VECTORS; u++) {
      x0[u] = block.vector(0, u);
      x1[u] = block.vector(1, u);
      x2[u] = block.vector(2, u);
      sum[u] = _mm512_setzero_ps();
      shift[u] = limit[u] = all(NOTHING);
    }
    for (int64_t j = 0; j < columns; j++) {
      const Vector y0 = all(y[3 * j]), y1 = all(y[3 * j + 1]), y2 = all(y[3 * j + 2]);
      Vector t[VECTORS];
      __mmask16 above = 0;
#pragma GCC unroll 8
      for (int u = 0; u < VECTORS; u++) {
        const Vector d0 = _mm512_sub_ps(x0[u], y0), d1 = _mm512_sub_ps(x1[u], y1), d2 = _mm512_sub_ps(x2[u], y2);
        const Vector square = _mm512_fmadd_ps(d2, d2, _mm512_fmadd_ps(d1, d1, _mm512_mul_ps(d0, d0)));
        t[u] = _mm512_mul_ps(square, scale);
        above |= _mm512_cmp_ps_mask(t[u], limit[u], _CMP_GT_OQ);
      }
      if (__builtin_expect(above, 0)) {
        for (int u = 0; u < VECTORS; u++) {
          const Vector larger = _mm512_max_ps(shift[u], t[u]);
          const __mmask16 any = _mm512_cmp_ps_mask(shift[u], all(NOTHING), _CMP_GT_OQ);
          sum[u] = _mm512_maskz_mul_ps(any, sum[u], exp2(_mm512_sub_ps(shift[u], larger)));
          shift[u] = larger;
          limit[u] = _mm512_add_ps(larger, all(ROOM));
        }
      }
#pragma GCC unroll 8
      for (int u = 0; u < VECTORS; u++) sum[u] = _mm512_add_ps(sum[u], exp2(_mm512_sub_ps(t[u], shift[u])));
    }
    alignas(64) float sums[VECTORS * LANES], shifts[VECTORS * LANES];
    for (int u = 0; u < VECTORS; u++) {
      _mm512_store_ps(sums + u * LANES, sum[u]);
      _mm512_store_ps(shifts + u * LANES, shift[u]);
    }
    for (int i = 0; i < VECTORS * LANES && first + i < rows; i++) {
      result[first + i] = (shifts[i] + std::log2(sums[i])) * LN_2;
    }
  });
}

// The gradient by x of sum_i (e_i | sum_j exp(-gamma |x_i - y_j|^2) b_j).
template <int D, int E, int VECTORS>
void gaussianGradient(int threads, int64_t rows, int64_t columns, float gamma, const float* x, const float* y,
                      const float* b, const float* e, float* result) {
  forBlocks(threads, rows, VECTORS * LANES, [=](int64_t first) {
    const Rows<D, VECTORS> block(x, first, rows);
    const Rows<E, VECTORS> cotangents(e, first, rows);
    const Vector scale = all(-gamma * LOG2_E), factor = all(-2 * gamma);
    Vector sum[D][VECTORS];
    for (int k = 0; k < D; k++) {
      for (int u = 0; u < VECTORS; u++) sum[k][u] = _mm512_setzero_ps();
    }
    for (int64_t j = 0; j < columns; j++) {
#pragma GCC unroll 4
      for (int u = 0; u < VECTORS; u++) {
        Vector even = _mm512_setzero_ps(), odd = even, product = even;
#pragma GCC unroll 16
        for (int k = 0; k < D; k++) {
          const Vector d = _mm512_sub_ps(block.vector(k, u), all(y[j * D + k]));
          if (k % 2 == 0) {
            even = _mm512_fmadd_ps(d, d, even);
          } else {
            odd = _mm512_fmadd_ps(d, d, odd);
          }
        }
        const Vector square = _mm512_add_ps(even, odd);
#pragma GCC unroll 16
        for (int k = 0; k < E; k++) product = _mm512_fmadd_ps(cotangents.vector(k, u), all(b[j * E + k]), product);
        const Vector weight = _mm512_mul_ps(_mm512_mul_ps(exp2(_mm512_mul_ps(square, scale)), factor), product);
#pragma GCC unroll 16
        for (int k = 0; k < D; k++) {
          const Vector d = _mm512_sub_ps(block.vector(k, u), all(y[j * D + k]));
          sum[k][u] = _mm512_fmadd_ps(weight, d, sum[k][u]);
        }
      }
    }
    for (int k = 0; k < D; k++) store(sum[k], first, rows, D, result + k);
  });
}

// |x_i - y_j|^2 of a block of rows and COLUMNS columns, in registers.
template <int D, int VECTORS, int COLUMNS>
inline void squaredDistances(const Rows<D, VECTORS>& block, const float* y, Vector (&square)[VECTORS][COLUMNS]) {
#pragma GCC unroll 8
  for (int u = 0; u < VECTORS; u++) {
#pragma GCC unroll 8
    for (int q = 0; q < COLUMNS; q++) square[u][q] = _mm512_setzero_ps();
  }
#pragma GCC unroll 1
  for (int k = 0; k < D; k++) {
    Vector component[VECTORS];
#pragma GCC unroll 8
    for (int u = 0; u < VECTORS; u++) component[u] = block.vector(k, u);
#pragma GCC unroll 8
    for (int q = 0; q < COLUMNS; q++) {
      const Vector other = all(y[q * D + k]);
#pragma GCC unroll 8
      for (int u = 0; u < VECTORS; u++) {
        const Vector d = _mm512_sub_ps(component[u], other);
        square[u][q] = _mm512_fmadd_ps(d, d, square[u][q]);
      }
    }
  }
}

template <int D, int VECTORS, int COLUMNS>
void gaussian(int threads, int64_t rows, int64_t columns, float gamma, const float* x, const float* y, const float* b,
              float* result) {
  forBlocks(threads, rows, VECTORS * LANES, [=](int64_t first) {
    const Rows<D, VECTORS> block(x, first, rows);
    const Vector scale = all(-gamma * LOG2_E);
    Vector sum[VECTORS];
    for (int u = 0; u < VECTORS; u++) sum[u] = _mm512_setzero_ps();
    int64_t j = 0;
    for (; j + COLUMNS <= columns; j += COLUMNS) {
      Vector square[VECTORS][COLUMNS];
      squaredDistances<D>(block, y + j * D, square);
#pragma GCC unroll 8
      for (int q = 0; q < COLUMNS; q++) {
        const Vector weight = all(b[j + q]);
#pragma GCC unroll 8
        for (int u = 0; u < VECTORS; u++) {
          sum[u] = _mm512_fmadd_ps(exp2(_mm512_mul_ps(square[u][q], scale)), weight, sum[u]);
        }
      }
    }
    for (; j < columns; j++) {
      Vector square[VECTORS][1];
      squaredDistances<D>(block, y + j * D, square);
      for (int u = 0; u < VECTORS; u++) {
        sum[u] = _mm512_fmadd_ps(exp2(_mm512_mul_ps(square[u][0], scale)), all(b[j]), sum[u]);
      }
    }
    store(sum, first, rows, 1, result);
  });
}

// The K smallest of each row, sorted, one vector of rows to a list: a new value sinks to its place.
template <int K, int VECTORS>
struct Nearest {
  alignas(64) float squares[VECTORS][K][LANES];
  alignas(64) int32_t indices[VECTORS][K][LANES];

  Nearest() {
    std::fill_n(&squares[0][0][0], VECTORS * K * LANES, std::numeric_limits<float>::infinity());
    std::fill_n(&indices[0][0][0], VECTORS * K * LANES, -1);
  }

  Vector threshold(int u) const { return _mm512_load_ps(squares[u][K - 1]); }

  void insert(int u, Vector square, int32_t column) {
    __m512i index = _mm512_set1_epi32(column);
    for (int k = 0; k < K; k++) {
      const Vector other = _mm512_load_ps(squares[u][k]);
      const __m512i otherIndex = _mm512_load_si512(indices[u][k]);
      const __mmask16 before = _mm512_cmp_ps_mask(square, other, _CMP_LT_OQ);
      _mm512_mask_store_ps(squares[u][k], before, square);
      _mm512_mask_store_epi32(indices[u][k], before, index);
      square = _mm512_mask_mov_ps(square, before, other);
      index = _mm512_mask_mov_epi32(index, before, otherIndex);
    }
  }
};

template <int VECTORS, int COLUMNS, int K>
inline void keepNearest(const Vector (&square)[VECTORS][COLUMNS], int64_t j, Nearest<K, VECTORS>& nearest) {
#pragma GCC unroll 8
  for (int u = 0; u < VECTORS; u++) {
    const Vector threshold = nearest.threshold(u);
    __mmask16 any = 0;
#pragma GCC unroll 8
    for (int q = 0; q < COLUMNS; q++) any |= _mm512_cmp_ps_mask(square[u][q], threshold, _CMP_LT_OQ);
    if (__builtin_expect(any, 0)) {
#pragma GCC unroll 8
      for (int q = 0; q < COLUMNS; q++) {
        if (_mm512_cmp_ps_mask(square[u][q], nearest.threshold(u), _CMP_LT_OQ)) {
          nearest.insert(u, square[u][q], static_cast<int32_t>(j + q));
        }
      }
    }
  }
}

template <int D, int K, int VECTORS, int COLUMNS>
void argKMin(int threads, int64_t rows, int64_t columns, const float* x, const float* y, int64_t* result) {
  forBlocks(threads, rows, VECTORS * LANES, [=](int64_t first) {
    const Rows<D, VECTORS> block(x, first, rows);
    Nearest<K, VECTORS> nearest;
    int64_t j = 0;
    for (; j + COLUMNS <= columns; j += COLUMNS) {
      Vector square[VECTORS][COLUMNS];
      squaredDistances<D>(block, y + j * D, square);
      keepNearest(square, j, nearest);
    }
    for (; j < columns; j++) {
      Vector square[VECTORS][1];
      squaredDistances<D>(block, y + j * D, square);
      keepNearest(square, j, nearest);
    }
    for (int i = 0; i < VECTORS * LANES && first + i < rows; i++) {
      for (int k = 0; k < K; k++) result[(first + i) * K + k] = nearest.indices[i / LANES][k][i % LANES];
    }
  });
}

}  // namespace

extern "C" {

void limit_gaussian_d3(int32_t threads, int64_t rows, int64_t columns, int32_t, int32_t, float gamma, const float* x,
                       const float* y, const float* b, const float*, void* result) {
  gaussian3<1>(threads, rows, columns, gamma, x, y, b, static_cast<float*>(result));
}

void limit_gaussian_d100(int32_t threads, int64_t rows, int64_t columns, int32_t, int32_t, float gamma, const float* x,
                         const float* y, const float* b, const float*, void* result) {
  gaussian<100, 3, 8>(threads, rows, columns, gamma, x, y, b, static_cast<float*>(result));
}

void limit_logsumexp_d3(int32_t threads, int64_t rows, int64_t columns, int32_t, int32_t, float gamma, const float* x,
                        const float* y, const float*, const float*, void* result) {
  logSumExp3<3>(threads, rows, columns, gamma, x, y, static_cast<float*>(result));
}

void limit_gradient_d10_e5(int32_t threads, int64_t rows, int64_t columns, int32_t, int32_t, float gamma,
                           const float* x, const float* y, const float* b, const float* e, void* result) {
  gaussianGradient<10, 5, 1>(threads, rows, columns, gamma, x, y, b, e, static_cast<float*>(result));
}

void limit_argkmin10_d3(int32_t threads, int64_t rows, int64_t columns, int32_t, int32_t, float, const float* x,
                        const float* y, const float*, const float*, void* result) {
  argKMin<3, 10, 6, 4>(threads, rows, columns, x, y, static_cast<int64_t*>(result));
}

void limit_argkmin10_d10(int32_t threads, int64_t rows, int64_t columns, int32_t, int32_t, float, const float* x,
                         const float* y, const float*, const float*, void* result) {
  argKMin<10, 10, 6, 4>(threads, rows, columns, x, y, static_cast<int64_t*>(result));
}

void limit_argkmin10_d100(int32_t threads, int64_t rows, int64_t columns, int32_t, int32_t, float, const float* x,
                          const float* y, const float*, const float*, void* result) {
  argKMin<100, 10, 6, 4>(threads, rows, columns, x, y, static_cast<int64_t*>(result));
}

}  // extern "C"
#endif
