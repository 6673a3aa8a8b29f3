export default { render: ({ model, el }) => chart(model, el) };
