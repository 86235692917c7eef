// What a good C++ programmer writes without intrinsics: columns in tiles that stay in the first-level cache, component
// by component, so that the compiler can make vectors of them and of expf (-O3 -march=native -ffast-math -fopenmp). Any
// dimension and width; a dimension of 3 is known to the compiler (D), others (D = 0) at run time only.
#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

#include "baseline.h"

namespace {

constexpr int64_t TILE = 512;

// The columns of a matrix, each in one piece; some rows at a time, so that their memory stays in the cache.
std::vector<float> transposed(int threads, const float* matrix, int64_t rows, int width) {
  constexpr int64_t BLOCK = 16;
  std::vector<float> columns(rows * width);
#pragma omp parallel for num_threads(threads)
  for (int64_t first = 0; first < rows; first += BLOCK) {
    const int64_t end = std::min(first + BLOCK, rows);
    for (int k = 0; k < width; k++) {
      for (int64_t j = first; j < end; j++) columns[k * rows + j] = matrix[j * width + k];
    }
  }
  return columns;
}

// |x - y_j|^2 for a tile of columns.
template <int D>
inline void squaredDistances(int dim, const float* x, const float* columns, int64_t stride, int64_t first, int count,
                             float* squares) {
  if constexpr (D == 3) {
    const float *y0 = columns + first, *y1 = y0 + stride, *y2 = y1 + stride;
#pragma omp simd
    for (int j = 0; j < count; j++) {
      const float d0 = x[0] - y0[j], d1 = x[1] - y1[j], d2 = x[2] - y2[j];
      squares[j] = d0 * d0 + d1 * d1 + d2 * d2;
    }
  } else {
    std::fill_n(squares, count, 0.0f);
    for (int k = 0; k < dim; k++) {
      const float component = x[k];
      const float* y = columns + k * stride + first;
#pragma omp simd
      for (int j = 0; j < count; j++) {
        const float d = component - y[j];
        squares[j] += d * d;
      }
    }
  }
}

// Calls rowAndTile(row, first column, count) for all rows and tiles: some rows for each tile, while it is in the cache.
template <typename RowAndTile>
inline void forRowsAndTiles(int threads, int64_t rows, int64_t columns, RowAndTile rowAndTile) {
  constexpr int64_t BLOCK = 16;
#pragma omp parallel for schedule(dynamic) num_threads(threads)
  for (int64_t block = 0; block < rows; block += BLOCK) {
    const int64_t end = std::min(block + BLOCK, rows);
    for (int64_t first = 0; first < columns; first += TILE) {
      const int count = static_cast<int>(std::min(TILE, columns - first));
      for (int64_t i = block; i < end; i++) rowAndTile(i, first, count);
    }
  }
}

// Kernels k(s) and their derivatives by s, where s = gamma |x - y|^2.
struct Gaussian {
  static float value(float s) { return std::exp(-s); }
  static float derivative(float s) { return -std::exp(-s); }
};

struct Laplacian {
  static float value(float s) { return std::exp(-std::sqrt(s)); }
  static float derivative(float s) {
    const float root = std::sqrt(s);
    return -std::exp(-root) / (2 * root);
  }
};

struct Cauchy {
  static float value(float s) { return 1 / (1 + s); }
  static float derivative(float s) { return -1 / ((1 + s) * (1 + s)); }
};

struct InverseMultiquadric {
  static float value(float s) { return 1 / std::sqrt(1 + s); }
  static float derivative(float s) { return -0.5f / ((1 + s) * std::sqrt(1 + s)); }
};

template <typename Kernel, int D>
void product(int threads, int64_t rows, int64_t columns, int dim, int width, float gamma, const float* x,
             const float* y, const float* b, float* result) {
  const std::vector<float> points = transposed(threads, y, columns, dim);
  const std::vector<float> weights = transposed(threads, b, columns, width);
  std::fill_n(result, rows * width, 0.0f);
  forRowsAndTiles(threads, rows, columns, [&](int64_t i, int64_t first, int count) {
    float values[TILE];
    squaredDistances<D>(dim, x + i * dim, points.data(), columns, first, count, values);
#pragma omp simd
    for (int j = 0; j < count; j++) values[j] = Kernel::value(gamma * values[j]);
    for (int k = 0; k < width; k++) {
      const float* weight = weights.data() + k * columns + first;
      float sum = 0;
#pragma omp simd reduction(+ : sum)
      for (int j = 0; j < count; j++) sum += values[j] * weight[j];
      result[i * width + k] += sum;
    }
  });
}

template <typename Kernel, int D>
void gradient(int threads, int64_t rows, int64_t columns, int dim, int width, float gamma, const float* x,
              const float* y, const float* b, const float* e, float* result) {
  const std::vector<float> points = transposed(threads, y, columns, dim);
  const std::vector<float> weights = transposed(threads, b, columns, width);
  std::fill_n(result, rows * dim, 0.0f);
  forRowsAndTiles(threads, rows, columns, [&](int64_t i, int64_t first, int count) {
    float values[TILE], products[TILE];
    squaredDistances<D>(dim, x + i * dim, points.data(), columns, first, count, values);
    std::fill_n(products, count, 0.0f);
    for (int k = 0; k < width; k++) {
      const float cotangent = e[i * width + k];
      const float* weight = weights.data() + k * columns + first;
#pragma omp simd
      for (int j = 0; j < count; j++) products[j] += cotangent * weight[j];
    }
#pragma omp simd
    for (int j = 0; j < count; j++) values[j] = Kernel::derivative(gamma * values[j]) * 2 * gamma * products[j];
    for (int k = 0; k < dim; k++) {
      const float component = x[i * dim + k];
      const float* point = points.data() + k * columns + first;
      float sum = 0;
#pragma omp simd reduction(+ : sum)
      for (int j = 0; j < count; j++) sum += values[j] * (component - point[j]);
      result[i * dim + k] += sum;
    }
  });
}

template <int D>
void logSumExp(int threads, int64_t rows, int64_t columns, int dim, float gamma, const float* x, const float* y,
               float* result) {
  const std::vector<float> points = transposed(threads, y, columns, dim);
  std::vector<float> largest(rows, std::numeric_limits<float>::lowest()), total(rows, 0.0f);
  forRowsAndTiles(threads, rows, columns, [&](int64_t i, int64_t first, int count) {
    float values[TILE];
    squaredDistances<D>(dim, x + i * dim, points.data(), columns, first, count, values);
    float nearest = std::numeric_limits<float>::max(), sum = 0;
    for (int j = 0; j < count; j++) nearest = values[j] < nearest ? values[j] : nearest;
    const float most = std::max(largest[i], -gamma * nearest);
#pragma omp simd reduction(+ : sum)
    for (int j = 0; j < count; j++) sum += std::exp(-gamma * values[j] - most);
    total[i] = total[i] * std::exp(largest[i] - most) + sum;
    largest[i] = most;
  });
  for (int64_t i = 0; i < rows; i++) result[i] = largest[i] + std::log(total[i]);
}

// The K smallest so far are sorted; what is not below the largest of them is passed over.
template <int D>
void nearest(int threads, int64_t rows, int64_t columns, int dim, int k, const float* x, const float* y,
             int64_t* result) {
  const std::vector<float> points = transposed(threads, y, columns, dim);
  std::vector<float> squaresSoFar(rows * k, std::numeric_limits<float>::max());
  std::fill_n(result, rows * k, -1);
  forRowsAndTiles(threads, rows, columns, [&](int64_t i, int64_t first, int count) {
    float squares[TILE];
    squaredDistances<D>(dim, x + i * dim, points.data(), columns, first, count, squares);
    float* smallest = squaresSoFar.data() + i * k;
    int64_t* indices = result + i * k;
    for (int j = 0; j < count; j++) {
      if (squares[j] < smallest[k - 1]) {
        int place = k - 1;
        for (; place > 0 && squares[j] < smallest[place - 1]; place--) {
          smallest[place] = smallest[place - 1];
          indices[place] = indices[place - 1];
        }
        smallest[place] = squares[j];
        indices[place] = first + j;
      }
    }
  });
}

}  // namespace

#define PRODUCT_AND_GRADIENT(name, Kernel)                                                                            \
  void plain_##name##_product(int32_t threads, int64_t rows, int64_t columns, int32_t dim, int32_t width,             \
                              float gamma, const float* x, const float* y, const float* b, const float*,              \
                              void* result) {                                                                         \
    (dim == 3 ? product<Kernel, 3> : product<Kernel, 0>)(threads, rows, columns, dim, width, gamma, x, y, b,          \
                                                         static_cast<float*>(result));                                \
  }                                                                                                                   \
  void plain_##name##_gradient(int32_t threads, int64_t rows, int64_t columns, int32_t dim, int32_t width,            \
                               float gamma, const float* x, const float* y, const float* b, const float* e,           \
                               void* result) {                                                                        \
    (dim == 3 ? gradient<Kernel, 3> : gradient<Kernel, 0>)(threads, rows, columns, dim, width, gamma, x, y, b, e,     \
                                                           static_cast<float*>(result));                              \
  }

extern "C" {

// What all this was compiled with.
const char* baseline_compiler() {
#ifdef __clang__
  return "clang++ " __VERSION__;
#else
  return "g++ " __VERSION__;
#endif
}

PRODUCT_AND_GRADIENT(gaussian, Gaussian)
PRODUCT_AND_GRADIENT(laplacian, Laplacian)
PRODUCT_AND_GRADIENT(cauchy, Cauchy)
PRODUCT_AND_GRADIENT(inverse_multiquadric, InverseMultiquadric)

void plain_logsumexp(int32_t threads, int64_t rows, int64_t columns, int32_t dim, int32_t, float gamma, const float* x,
                     const float* y, const float*, const float*, void* result) {
  (dim == 3 ? logSumExp<3> : logSumExp<0>)(threads, rows, columns, dim, gamma, x, y, static_cast<float*>(result));
}

void plain_nearest(int32_t threads, int64_t rows, int64_t columns, int32_t dim, int32_t width, float, const float* x,
                   const float* y, const float*, const float*, void* result) {
  (dim == 3 ? nearest<3> : nearest<0>)(threads, rows, columns, dim, width, x, y, static_cast<int64_t*>(result));
}

}  // extern "C"
