export default { test: { environment: 'jsdom', include: ['elements.spec.js'] } };
