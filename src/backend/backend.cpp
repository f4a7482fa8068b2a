#include "backend/backend.hpp"

namespace pairtwist {

std::unique_ptr<Backend> make_backend(BackendChoice choice, int threads) {
  if (choice == BackendChoice::cuda) return make_cuda_backend();
  if (choice == BackendChoice::automatic && cuda_status().problem.empty())
    return make_cuda_backend();
  return make_cpu_backend(threads);
}

}  // namespace pairtwist
